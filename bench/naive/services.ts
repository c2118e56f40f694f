import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { virtualEnvironment } from '../../scripts/virtual-environment.js';
import { UserError } from '../../src/shared/errors.js';
import { root } from '../helpers.js';

const own = (...names: readonly string[]) => join(root, 'bench', 'naive', ...names);

/** A running service; `url` is the part before `/v1`. */
export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/** The project, the services and the token that every naive service knows. */
export const reach = {
  VPCEP_PROJECT_ID: '6e9dfd51d1124e8d8498dce894923a0d',
  VPCEP_SERVICE_ID: '4189d3c2-8882-4871-a3c2-d380272eed83,4189d3c2-8882-4871-a3c2-d380272eed84',
  VPCEP_TOKEN: 'naive-token-0123456789',
} as const;

/** Starts a service in a framework for Python, with pinned packages in its own virtual environment. */
export function startPython(framework: 'fastapi' | 'flask'): Promise<Service> {
  const python = virtualEnvironment(root, `naive-${framework}`, own(framework, 'requirements.txt'));
  return startService(python, [own(framework, 'service.py')]);
}

/** Starts a service in a framework for Node.js, with pinned packages in its own folder. */
export function startNode(framework: 'express' | 'fastify' | 'koa'): Promise<Service> {
  return startService(process.execPath, [join(packagesOf(framework), 'service.mjs')]);
}

/** Returns a folder with a service for Node.js and its packages; it is created once for each content of its files. */
function packagesOf(framework: string): string {
  const names = ['package.json', 'package-lock.json', 'service.mjs'];
  const digest = createHash('sha256');
  for (const name of names) digest.update(readFileSync(own(framework, name)));
  const cache = join(root, 'node_modules', '.cache', 'vpcep-contract');
  const folder = join(cache, `naive-${framework}-${digest.digest('hex').slice(0, 12)}`);
  if (existsSync(join(folder, 'complete'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of names) copyFileSync(own(framework, name), join(folder, name));
  const { status, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new UserError(`npm ci failed: ${error?.message ?? stderr.trim()}`, 'It needs access to a registry.');
  writeFileSync(join(folder, 'complete'), '');
  return folder;
}

async function startService(command: string, args: readonly string[]): Promise<Service> {
  // Express prints every error that it answers, unless it is under test.
  const env = { ...process.env, NODE_ENV: 'test' };
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error(`${command} has no output`);
  for await (const url of createInterface({ input: child.stdout })) {
    return {
      url,
      stop: async () => {
        child.kill();
        await ended;
      },
    };
  }
  throw new Error(`${command} ended before it was ready`);
}
