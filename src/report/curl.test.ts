import { spawn, spawnSync } from 'node:child_process';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../client/index.js';
import { createMask } from '../secrets/mask.js';
import type { WireRequest } from '../shared/model.js';
import { curlOf } from '../run/outcome/shown-signature.js';
import { curl } from './curl.js';

const TOKEN = 'Se/cret+"Tok$en`1"!\\x';
const FOREIGN = 'foreign-token-0123456789';
const KEY = 'key-of-the-user';
const mask = createMask([
  { kind: 'token', value: TOKEN },
  { kind: 'foreign-token', value: FOREIGN },
  { kind: 'header', value: KEY },
]);
const SWAPPED = 'sE/CRET+"tOK$EN`1"!\\X';

function put(given: Partial<WireRequest> = {}): WireRequest {
  const headers = [
    ['Content-Type', 'application/json'],
    ['X-Auth-Token', TOKEN],
  ] as const;
  return { method: 'PUT', path: '/v1/p/vpc-endpoint-services/s', headers, body: Buffer.from('{}'), ...given };
}

describe('curl', () => {
  it('is one line that a person can read and send', () => {
    const body = Buffer.from('{"description":"it\'s"}');
    expect(curl(put({ body }), 'https://user:pass@api.example:8443/base', mask)).toBe(
      'curl -sS -i --http1.1 --globoff --path-as-is -X PUT -H \'Content-Type: application/json\' -H "X-Auth-Token: $VPCEP_TOKEN"' +
        " -H Accept: -H User-Agent: --data-binary '{\"description\":\"it'\\''s\"}' https://api.example:8443/v1/p/vpc-endpoint-services/s",
    );
  });

  it('pipes bytes into a line for Node.js, which every user has', () => {
    const request = put({ raw: Buffer.from(`PUT / HTTP/1.1\r\nX-Auth-Token: ${TOKEN}\r\n\r\n\x00`, 'latin1') });
    const node = (module: string, to: string): string =>
      `node -e 'const s=require("${module}").connect(${to});process.stdin.pipe(s,{end:false});s.pipe(process.stdout)'`;
    const bytes =
      "{ printf %b 'PUT / HTTP/1.1\\r\\nX-Auth-Token: '; printf %s \"$VPCEP_TOKEN\"; printf %b '\\r\\n\\r\\n\\0000'; }";
    expect(curl(request, 'http://api.example/base', mask)).toBe(
      `${bytes} | ${node('net', '{"host":"api.example","port":80}')}`,
    );
    expect(curl(request, 'https://[::1]:8443', mask)).toBe(`${bytes} | ${node('tls', '{"host":"::1","port":8443}')}`);
  });

  it('takes the way of the run', () => {
    const way = { proxy: '[::1]:3128', secure: true, refused: null } as const;
    const words = (refused: number | null) => curl(put(), 'http://h', mask, null, { ...way, refused }).split(' -X ')[0];
    const through = "curl -sS -i --http1.1 --globoff --path-as-is --proxy 'https://[::1]:3128' --noproxy ''";
    expect(words(405)).toBe(through);
    expect(words(null)).toBe(`${through} --proxytunnel --suppress-connect-headers`);
    const raw = put({ raw: Buffer.of() });
    const ask = '{"host":"::1","port":3128,"method":"CONNECT","path":"h:443","headers":{"Host":"h:443"}}';
    expect(curl(raw, 'https://h', mask, null, way)).toContain(
      `require("https").request(${ask}).on("connect",(r,t)=>{` +
        'const s=require("tls").connect({...{"host":"h","port":443,"servername":"h"},socket:t});',
    );
  });

  it('shows no secret, in whatever spelling', () => {
    const everywhere = put({
      path: `/v1/${encodeURIComponent(TOKEN)}?${FOREIGN}`,
      headers: [
        ['X-Auth-Token', SWAPPED],
        ['X-Auth-Token', TOKEN.slice(1)],
        ['X-Basic', Buffer.from(TOKEN).toString('base64')],
        ['X-Key', KEY],
      ],
      body: Buffer.from(JSON.stringify({ a: TOKEN, b: FOREIGN, c: `\n${KEY}` })),
    });
    for (const command of [
      curl(everywhere, 'http://h', mask),
      curl({ ...everywhere, raw: everywhere.body ?? Buffer.of() }, 'http://h', mask),
    ]) {
      for (const secret of [
        TOKEN,
        SWAPPED,
        TOKEN.slice(1),
        TOKEN.slice(0, -1),
        FOREIGN,
        KEY,
        Buffer.from(TOKEN).toString('base64'),
      ]) {
        expect(command).not.toContain(secret.slice(0, 12));
      }
    }
  });
});

const OK = /^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n\{\}$/;
const hasCurl =
  process.platform !== 'win32' &&
  [
    ['curl', '--version'],
    ['bash', '--version'],
  ].every(([name = '', ...args]) => spawnSync(name, args).status === 0);
const shells = ['bash', 'dash', 'zsh'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

describe.skipIf(!hasCurl).each(shells)('the command, run by %s (needs curl and bash)', (shell) => {
  let url: string;
  let server: Server;
  let folder: string;
  let received = '';

  beforeAll(async () => {
    server = createServer((socket) => {
      let bytes = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (piece) => {
        bytes = Buffer.concat([bytes, piece]);
        received = bytes.toString('latin1');
        const head = received.indexOf('\r\n\r\n');
        const length = Number(/^content-length: (\d+)/im.exec(received)?.[1] ?? 0);
        if (head !== -1 && bytes.length >= head + 4 + length)
          socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    folder = mkdtempSync(join(tmpdir(), 'vpcep-curl-'));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a command as a user with the variables set would. Returns what the server received, byte by byte. */
  async function run(command: string, said = OK): Promise<string> {
    received = '';
    const env = {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
      VPCEP_TOKEN: TOKEN,
      VPCEP_FOREIGN_TOKEN: FOREIGN,
      HEADER_X_API_KEY: KEY,
      LC_ALL: 'C.UTF-8',
      no_proxy: '*',
    };
    // As a script: the limit of one argument is not tested here.
    const script = join(folder, 'command.sh');
    writeFileSync(script, command);
    const child = spawn(shell, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let shown = '';
    child.stdout.on('data', (bytes: Buffer) => (shown += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (shown += bytes.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, shown }).toEqual({ code: 0, shown: expect.stringMatching(said) as string });
    return received;
  }

  /** What our own client sends, without its connection headers, in curl's order: the length comes last. */
  async function sent(request: WireRequest): Promise<{ line: string; headers: string[]; body: string }> {
    received = '';
    const client = createClient({ url, env: {} });
    const attempt = await client.send(request);
    await client.destroy();
    expect(attempt).toMatchObject({ kind: 'response', status: 200 });
    return taken(received);
  }

  function taken(text: string): { line: string; headers: string[]; body: string } {
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const [line = '', ...headers] = head.split('\r\n');
    // An empty value may have a blank before it; the two clients spell their own headers differently.
    const own = /^(host|content-length|connection):/i;
    const tidy = headers
      .filter((header) => !/^connection:/i.test(header))
      .map((header) => (own.test(header) ? header.toLowerCase() : header.trimEnd()));
    return { line, headers: tidy, body: rest.join('\r\n\r\n') };
  }

  const bytes = Uint8Array.from({ length: 512 }, (_, n) => n % 256);
  it.each<[string, Partial<WireRequest>]>([
    ['an update', {}],
    ['no body', { body: null }],
    ['an empty body', { body: new Uint8Array(), headers: [] }],
    ['a method without a body', { method: 'GET', body: null, headers: [['X-Auth-Token', FOREIGN]] }],
    ['another method', { method: 'PATCH' }],
    [
      'headers twice, empty, blank, and with every character',
      {
        headers: [
          ['X-A', '1'],
          ['x-a', '2'],
          ['X-Empty', ''],
          ['X-Signs', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
        ],
      },
    ],
    [
      'headers of its own kind',
      {
        headers: [
          ['Accept', 'text/html'],
          ['User-Agent', 'x'],
          ['Content-Type', 'a; b="c"'],
        ],
      },
    ],
    ['a header beyond ASCII', { headers: [['X-Latin', 'caf\u00e9 \u00ff']] }],
    ['a token among other characters', { headers: [['X-A', `!'${TOKEN}'! $HOME \`id\``]] }],
    ['a token after a non-ASCII character', { headers: [['X-A', `\u00e9 ${TOKEN}`]] }],
    ['the foreign token', { headers: [['X-Auth-Token', FOREIGN]] }],
    [
      'near misses of the token',
      {
        headers: [
          TOKEN.slice(0, -1),
          TOKEN.slice(1),
          `${TOKEN}a`,
          `${TOKEN}${TOKEN}`,
          SWAPPED,
          `${TOKEN.slice(0, -1)}b`,
        ].map((value) => ['X-Auth-Token', value] as const),
      },
    ],
    ['a header of the user', { headers: [['X-Api-Key', KEY]] }],
    ['dot segments and encoded slashes', { path: '/v1/p/../p/./s%2f%2F//x' }],
    ['a query', { path: "/v1/p?a=b&c='d'&e=$HOME!&{x}[1-3]" }],
    ['a fragment', { path: '/v1/p#x' }],
    ['characters that no URL has', { path: '/v1/"<>\\^`{|}' }],
    ['a path beyond ASCII', { path: '/caf\u00e9' }],
    ['a path with the token of another', { path: `/v1/${FOREIGN}/s` }],
    ['quotes, dollars and backslashes', { body: Buffer.from('{"a":"it\'s \\"$HOME\\" `id` \\\\ !! %s %n \\\\n"}') }],
    ['text of many scripts', { body: Buffer.from('{"a":"\u4e2d\u6587 \u00e9 \u{1f600}"}') }],
    ['a body that begins with @', { body: Buffer.from('@/etc/hostname') }],
    ['a body of line ends', { body: Buffer.from('\r\n\n\t{}\n\n') }],
    [
      'a body with a BOM and what cannot be seen',
      { body: Buffer.from('\ufeff{"a":"\u202e\u0085\u00ad\u200b\u2028\u{e0041}1"}') },
    ],
    ['a body of every byte', { body: bytes }],
    ['a body of bad UTF-8', { body: Buffer.from('{"a":"\xff\\1%d\'"}', 'latin1') }],
    ['a body with secrets', { body: Buffer.from(`{"a":"${FOREIGN}"}`) }],
    [
      'a body with secrets and what cannot be seen',
      { body: Buffer.from(`{"a":"\x00${FOREIGN}\xff${FOREIGN}"}`, 'latin1') },
    ],
    ['a long body', { body: Buffer.from(`{"a":"${'\u4e2d%'.repeat(60_000)}"}`) }],
  ])('sends what was sent: %s', async (_what, given) => {
    const request = put(given);
    const expected = await sent(request);
    const command = curl(request, url, mask);
    expect(command).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(command).not.toContain(TOKEN);
    const actual = taken(await run(command));
    expect({ ...actual, headers: [...actual.headers].sort() }).toEqual({
      ...expected,
      headers: [...expected.headers].sort(),
    });
    const ours = (headers: readonly string[]) => headers.filter((header) => !/^(host|content-length):/.test(header));
    expect(ours(actual.headers)).toEqual(ours(expected.headers));
  });

  it.each([
    ['text', 'PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}'],
    ['every byte', `PUT /x HTTP/1.1\r\nX-A: ${Buffer.from(bytes).toString('latin1')}\r\n\r\n`],
    ['secrets', `PUT /x HTTP/1.1\r\nX-Auth-Token: ${TOKEN}\r\nX-Auth-Token: ${TOKEN.slice(0, -1)}\r\n\r\n`],
    ['a long head', `PUT /x HTTP/1.1\r\nX-A: ${'x'.repeat(200_000)}\r\n\r\n`],
  ])('sends raw bytes: %s', async (_what, text) => {
    const request = put({ raw: Buffer.from(text, 'latin1') });
    const command = curl(request, url, mask);
    expect(command).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(await run(command)).toBe(text);
  });

  it.each(['in a tunnel', 'forwarded'])('goes through the proxy of the run, %s', async (how) => {
    const isTunnel = how === 'in a tunnel';
    const asked: string[] = [];
    const proxy = createHttpServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers['cache-control'] ?? ''}`);
      request.resume().on('end', () => response.setHeader('Connection', 'close').end('{}'));
    });
    proxy.on('connect', ({ url: authority = '' }: IncomingMessage, socket: Socket) => {
      asked.push(`CONNECT ${authority}`);
      const upstream = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const way = { proxy: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, refused: isTunnel ? null : 405 };
    const target = 'http://only-the-proxy-knows.invalid:81';
    try {
      const text = 'PUT /x HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}';
      for (const request of [put(), ...(isTunnel ? [put({ raw: Buffer.from(text) })] : [])])
        await run(curlOf(request, { url: target, way }, mask), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\{\}$/);
      expect(asked).toEqual(
        isTunnel
          ? ['CONNECT only-the-proxy-knows.invalid:81', 'CONNECT only-the-proxy-knows.invalid:81']
          : [`PUT ${target}${put().path} no-cache, no-store, no-transform`],
      );
      if (isTunnel) expect(received).toBe(text);
    } finally {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    }
  });

  it('sends the request that goes before it first', async () => {
    const request = put({
      raw: Buffer.from('PUT /second HTTP/1.1\r\n\r\n'),
      behind: Buffer.from('PUT /first HTTP/1.1\r\n\r\n'),
    });
    expect(await run(curl(request, url, mask))).toBe('PUT /first HTTP/1.1\r\n\r\nPUT /second HTTP/1.1\r\n\r\n');
  });
});
