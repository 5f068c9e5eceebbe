// Preloaded into the playground, which would listen on every interface of the machine.
const { Server } = require('node:net');

const listen = Server.prototype.listen;

Server.prototype.listen = function listenHere(first, ...rest) {
  const callbacks = rest.filter((value) => typeof value === 'function');
  const options = typeof first === 'object' && first !== null ? first : { port: Number(first) };
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...callbacks);
};
