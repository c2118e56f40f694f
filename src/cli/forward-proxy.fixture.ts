/**
 * A forward proxy in its own process: `tsx forward-proxy.fixture.ts user:password`. It opens tunnels to this machine,
 * whichever host it is asked for, for clients that know user and password. It prints its port, then each requested
 * authority, one per line.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

const wanted = `Basic ${Buffer.from(process.argv[2] ?? '').toString('base64')}`;
const server = createServer((_request, response) => response.writeHead(500).end());
server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
  const authority = request.url ?? '';
  socket.on('error', () => undefined);
  if (request.headers['proxy-authorization'] !== wanted) {
    process.stdout.write(`refused ${authority}\n`);
    const said = `who is ${request.headers['proxy-authorization'] ?? 'there'}?`;
    socket.end(`HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: ${said.length}\r\n\r\n${said}`);
    return;
  }
  process.stdout.write(`${authority}\n`);
  const upstream = connect(Number(authority.split(':').at(-1)), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
