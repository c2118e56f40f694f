/** Configuration files for tests, in a separate folder for each test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type Config, type Flags, resolveConfig } from './config.js';
import { UserError } from '../shared/errors.js';
import { fileSettings } from './file-settings.js';

export let folder: string;

/** Creates such a folder for each test of a file. */
export function useFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

/** Writes a file into the folder of the test. */
export function write(text: string, name = 'vpcep.config.yaml'): void {
  writeFileSync(join(folder, name), text);
}

/** Returns the configuration from the folder, variables and flags. */
export async function configured(env: Record<string, string> = {}, flags: Flags = {}, cwd = folder): Promise<Config> {
  return resolveConfig(flags, env, (await fileSettings(flags, env, cwd))?.source);
}

/** Returns the error that a user gets for an unusable configuration. */
export async function told(env: Record<string, string> = {}, flags: Flags = {}): Promise<UserError> {
  const error: unknown = await configured(env, flags).catch((thrown: unknown) => thrown);
  if (error instanceof UserError) return error;
  throw error instanceof Error ? error : new Error('no error was thrown');
}

/** A file with three targets. */
export const TARGETS = `
target: local
concurrency: 8
targets:
  local: {}
  staging:
    url: https://staging.example.com
    projectId: p1
    serviceIds: [a, b]
    token: \${STAGING_TOKEN}
    concurrency: 2
  release:
    url: \${RELEASE_URL}
    projectId: p2
    serviceIds: \${RELEASE_SERVICES}
    token: \${RELEASE_TOKEN}
`;
