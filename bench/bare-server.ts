/**
 * A minimal server that answers like the target while bodies that must be rejected are sent: a read shows the same
 * service every time, an empty update is accepted, every other one is rejected. It prints its port and ends with its
 * parent.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

const [serviceId = '', projectId = '', portId = ''] = process.argv.slice(2);

const shown = JSON.stringify({
  id: serviceId,
  port_id: portId,
  vpc_id: '84758cf5-9c62-43ae-a778-3dbd8370c0a4',
  pool_id: '289143d0-8882-4871-a3c2-d380272eed80',
  status: 'available',
  approval_enabled: false,
  service_name: 'bare',
  service_type: 'interface',
  server_type: 'VM',
  project_id: projectId,
  created_at: '2022-04-14T09:35:47Z',
  updated_at: '2022-04-14T09:35:47Z',
  ports: [{ client_port: 8080, server_port: 90, protocol: 'TCP' }],
});
const refused = JSON.stringify({
  error: { code: 'EndPoint.0002', message: 'Parameter error: the body is not valid.' },
});
const [accept, refuse] = [
  ['200 OK', shown],
  ['400 Bad Request', refused],
].map(([status = '', body = '']) =>
  Buffer.from(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nX-Request-Id: 0000000000000000000000000000000c\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  ),
) as [Buffer, Buffer];

function serve(socket: Socket): void {
  let held: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      const end = held.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = held.toString('latin1', 0, end);
      const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (held.length < end + 4 + length) return;
      const empty = held.toString('latin1', end + 4, end + 4 + length) === '{}';
      socket.write(head.startsWith('GET') || empty ? accept : refuse);
      held = held.subarray(end + 4 + length);
    }
  });
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port);
});
await text(process.stdin);
process.exit(0);
