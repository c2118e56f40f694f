import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { inherited, main } from '../../scripts/built-program.js';

const shown = (env: Readonly<Record<string, string | undefined>>): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'explain', 'effect/atomic'], {
    encoding: 'utf8',
    env,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

it('says the same in an odd environment, and in none', () => {
  const odd = {
    TERM: 'dumb',
    COLUMNS: '0',
    LANG: 'zh_CN.GB18030',
    LC_ALL: 'tr_TR.UTF-8',
    TZ: 'Mars/Olympus',
    HOME: '/nowhere',
    TMPDIR: '/nowhere',
    XDG_CONFIG_HOME: 'relative',
    XDG_RUNTIME_DIR: '',
  };
  const plain = shown(inherited);
  expect(plain).toContain('A rejected request changes nothing');
  expect(shown({ ...inherited, ...odd })).toBe(plain);
  expect(shown({})).toBe(plain);
});

it.skipIf(process.platform === 'win32')('says in one sentence that the current folder was removed', () => {
  const script = 'folder=$(mktemp -d) && cd "$folder" && rmdir "$folder" && exec "$0" "$1" list';
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, main], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: 'error: the current folder no longer exists\n  Change to another one.\n',
  });
});

it('says at the start of a run that Node.js forbids what its validator does, and the way out', () => {
  const env = { ...inherited, NODE_OPTIONS: '--disallow-code-generation-from-strings' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'run'], { encoding: 'utf8', env });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(
    /^error: Node\.js runs with --disallow-code-generation-from-strings, .*\n {2}Start it without/,
  );
});
