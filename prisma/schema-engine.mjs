#!/usr/bin/env node
// Prisma's CLI talks to its schema engine, a native program, in lines of JSON-RPC. This is that program, made of the
// same engine compiled to WebAssembly, so that nothing is downloaded. `pglite:<directory>` (or none: in memory) is an
// embedded database; it also serves as the shadow database. PRISMA_SCHEMA_ENGINE_BINARY points here (prisma.config.ts).
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { openEmbedded } from '../src/store/embedded.ts';

const arguments_ = readArguments(process.argv.slice(2));
const url = arguments_.datasource?.url ?? 'pglite:';
const embedded = url.startsWith('pglite:');

if (arguments_.version) console.log('schema-engine-wasm');
else if (arguments_.command) process.exitCode = await runCommand(arguments_.command);
else serve();

function readArguments(argv) {
  const found = { datamodels: [] };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--version') found.version = true;
    else if (argv[i] === '--datasource' || argv[i] === '-d') found.datasource = JSON.parse(argv[++i]);
    else if (argv[i] === '--datamodels') found.datamodels.push(argv[++i]);
    else if (argv[i] === 'cli') found.command = argv[++i];
    else if (argv[i].startsWith('--')) i++;
  }
  return found;
}

/** The three commands the CLI gives as arguments instead of over the line. */
async function runCommand(command) {
  if (embedded) return 0;
  const address = new URL(url);
  const database = pg.escapeIdentifier(decodeURIComponent(address.pathname.slice(1)));
  if (command !== 'can-connect-to-database') address.pathname = '/postgres';
  const client = new pg.Client({ connectionString: address.href });
  try {
    await client.connect();
    if (command === 'create-database') await client.query(`CREATE DATABASE ${database}`);
    if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS ${database}`);
    return 0;
  } catch (error) {
    const codes = { '3D000': 'P1003', '28P01': 'P1000', ECONNREFUSED: 'P1001', ENOTFOUND: 'P1001' };
    const fields = { error_code: codes[error.code] ?? 'P1010', message: error.message };
    const line = { level: 'ERROR', target: 'schema_engine::logger', timestamp: new Date().toISOString(), fields };
    process.stderr.write(`\n${JSON.stringify(line)}\n`);
    return 1;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Answers requests one after another until the CLI closes the line. */
function serve() {
  let engine;
  let last = Promise.resolve();
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on('line', (line) => {
    const request = line.trim() ? JSON.parse(line) : {};
    if (request.method) last = last.then(async () => send(await answer((engine ??= openEngine()), request)));
  });
  lines.on('close', () => last.finally(() => process.exit(0)));
}

async function answer(engine, { id, method, params }) {
  try {
    const result = await (await engine)[method === 'getDatabaseVersion' ? 'version' : method](params);
    if (method !== 'diff') return { jsonrpc: '2.0', id, result: result ?? null };
    // The native engine prints a diff by calling back; the CLI answers, and nobody waits for that.
    send({ jsonrpc: '2.0', id: 1_000_000 + id, method: 'print', params: { content: result.stdout ?? '' } });
    return { jsonrpc: '2.0', id, result: { exitCode: result.exitCode } };
  } catch (error) {
    const known = error?.code ? { error_code: error.code, meta: error.meta } : {};
    const data = { is_panic: false, message: error?.message ?? String(error), ...known };
    return { jsonrpc: '2.0', id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } };
  }
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function openEngine() {
  const address = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = await import(address);
  const bytes = readFileSync(fileURLToPath(new URL('schema_engine_bg.wasm', address)));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };

  const datamodels = arguments_.datamodels.map((file) => [file, readFileSync(file, 'utf8')]);
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return glue.SchemaEngine.new(options, () => {}, bindMigrationAwareSqlAdapterFactory({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => (embedded ? connectEmbedded(url.slice('pglite:'.length)) : connectServer()),
    connectToShadowDb: () => connectEmbedded(),
  }));
}

async function connectServer() {
  return fitForMigrations(await new PrismaPg({ connectionString: url, max: 2, options: '-c timezone=UTC' }).connect());
}

async function connectEmbedded(directory) {
  const database = await openEmbedded(directory || undefined);
  const adapter = fitForMigrations(await new PrismaPg(database.pool).connect());
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    await database.close();
  };
  return adapter;
}

/** Two things the adapter lacks, which only migrations need: scripts with functions in them, and the type "char". */
function fitForMigrations(adapter) {
  const internalChar = 18;
  const text = 25;
  const { client } = adapter;
  adapter.executeScript = (script) => client.query(script).then(() => {}, (error) => adapter.onError(error));

  const perform = adapter.performIO.bind(adapter);
  const query = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (statement) => {
    let chars = [];
    adapter.performIO = async (asked) => {
      const result = await perform(asked);
      chars = result.fields.map((field) => field.dataTypeID === internalChar);
      for (const field of result.fields) if (field.dataTypeID === internalChar) field.dataTypeID = text;
      return result;
    };
    const result = await query(statement);
    result.columnTypes = result.columnTypes.map((type, i) => (chars[i] ? ColumnTypeEnum.Character : type));
    return result;
  };
  return adapter;
}
