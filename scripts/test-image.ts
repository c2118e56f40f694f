/**
 * Builds the image of the Dockerfile with buildah, which needs no daemon, and runs the suite in it as a user that the
 * image does not know. The base image is made from this machine's own Node.js, so that only packages are fetched.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../src/shared/errors.js';
import { runScript } from './run-script.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const IMAGE = 'localhost/vpcep-contract:test';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
/** A user and a group that no image has. */
const STRANGER = '12345:12345';

function buildah(...args: readonly string[]): string {
  const env = { ...process.env, BUILDAH_ISOLATION: 'chroot', STORAGE_DRIVER: 'vfs' };
  return execFileSync('buildah', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

function output(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Name of the image that the Dockerfile builds on. */
function baseName(): string {
  const name = /^FROM (\S+)/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1];
  if (name === undefined) throw new Error('the Dockerfile does not begin with FROM');
  return `docker.io/library/${name}`;
}

/** Makes the base image: Node.js with npm, a shell, and the libraries that these and the builder's own binding load. */
function makeBase(folder: string): void {
  const into = (path: string): string => {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    return join(folder, path);
  };
  const programs = ['node', 'sh', 'env', 'mkdir', 'chown', 'ln'].map((name) =>
    realpathSync(output('sh', '-c', `command -v ${name}`).trim()),
  );
  for (const [n, name] of ['node', 'sh', 'env', 'mkdir', 'chown', 'ln'].entries())
    cpSync(programs[n] as string, into(`/usr/bin/${name}`));
  const bindings = join(root, 'node_modules/@rolldown');
  const binding = existsSync(bindings) ? output('sh', '-c', `ls ${bindings}/binding-*/*.node`).trim().split('\n') : [];
  for (const file of [...programs, ...binding])
    for (const [library] of output('ldd', file).matchAll(/\/\S+\.so[.\d]*/g)) {
      const there = into(library);
      if (!existsSync(there)) cpSync(realpathSync(library), there);
    }
  symlinkSync('usr/bin', into('/bin'));
  const npm = dirname(dirname(realpathSync(output('sh', '-c', 'command -v npm').trim())));
  cpSync(npm, into('/usr/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', into('/usr/bin/npm'));
  writeFileSync(into('/etc/passwd'), 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  writeFileSync(into('/etc/group'), 'root:x:0:\nnode:x:1000:\n');
  mkdirSync(into('/tmp'));
  const container = buildah('from', 'scratch');
  if (existsSync(CERTIFICATES)) {
    cpSync(CERTIFICATES, into(CERTIFICATES));
    buildah('config', '--env', `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`, container);
  }
  buildah('copy', '--quiet', container, folder, '/');
  buildah('commit', '--quiet', '--rm', container, baseName());
}

/** The folders of the line that docs/ci.md shows: the user's, which it mounts, and that in the image. */
function shownVolume(): readonly [ours: string, inside: string] {
  const page = readFileSync(join(root, 'docs/ci.md'), 'utf8');
  const line =
    /^docker run --rm --user "\$\(id -u\):\$\(id -g\)" -e VPCEP_TOKEN -v "\$PWD\/(\S+):(\S+)" IMAGE run --url …$/m;
  const [, ours, inside] = line.exec(page) ?? [];
  if (ours === undefined || inside === undefined)
    throw new Error('docs/ci.md shows a line other than the one that is run here');
  return [ours, inside];
}

/** Runs a command in the image as docs/ci.md shows it. Throws an Error if the command fails. */
function runInside(work: string, ...command: readonly string[]): string {
  const [ours, inside] = shownVolume();
  const container = buildah('from', '--pull=never', IMAGE);
  try {
    const options = ['--user', STRANGER, '--env', 'VPCEP_TOKEN', '--volume', `${join(work, ours)}:${inside}`];
    return buildah('run', ...options, container, '--', ...command);
  } finally {
    buildah('rm', container);
  }
}

await runScript(() => {
  try {
    output('buildah', '--version');
  } catch {
    throw new UserError('buildah is not installed', 'Install it (apt-get install buildah), or build with docker.');
  }
  const [folder, work] = ['base-', 'work-'].map((name) => mkdtempSync(join(tmpdir(), name))) as [string, string];
  chmodSync(folder, 0o755);
  mkdirSync(join(work, shownVolume()[0]), { mode: 0o777 });
  chmodSync(join(work, shownVolume()[0]), 0o777);
  try {
    makeBase(folder);
    const npmrc = output('npm', 'config', 'get', 'userconfig').trim();
    const settings = existsSync(npmrc) ? ['--volume', `${npmrc}:/root/.npmrc:ro`] : [];
    buildah('bud', '--quiet', '--pull=never', '--network', 'host', ...settings, '--tag', IMAGE, root);
    const { config } = (
      JSON.parse(buildah('inspect', '--type', 'image', IMAGE)) as {
        readonly OCIv1: {
          readonly config: Readonly<Record<'Entrypoint' | 'Cmd', string[]>> & { readonly User: string };
        };
      }
    ).OCIv1;
    if (config.User !== 'node') throw new Error(`the image runs as ${config.User}`);
    const told = runInside(work, ...config.Entrypoint, ...config.Cmd, '--effort', 'quick', '--seed', '1', '--quiet');
    console.log(told);
    const { verdict } = JSON.parse(readFileSync(join(work, 'reports/latest/report.json'), 'utf8')) as {
      readonly verdict: string;
    };
    console.log(`The image runs the suite as ${STRANGER}: ${verdict}`);
    console.log(`Its shell finds vpcep-contract ${runInside(work, 'vpcep-contract', '--version')}`);
    return verdict === 'conformant' ? 0 : 1;
  } finally {
    for (const made of [folder, work]) rmSync(made, { recursive: true, force: true });
  }
});
