import { describe, expect, it } from 'vitest';
import { UserError } from '../../shared/errors.js';
import { commandToken } from './token-command.js';

describe.skipIf(process.platform === 'win32')('a command that prints a token', () => {
  it('is run by a shell, and its output is trimmed', async () => {
    expect(await commandToken('printf \' a-%s\\n\\n\' "$(echo token)"; echo noise >&2')).toBe('a-token');
  });

  it.each([
    ['fails', 'echo half-a-token; echo no such user >&2; exit 3', /ended with 3: no such user$/],
    ['is not there', 'no-such-command-at-all', /ended with 127: .*no-such-command-at-all/],
    ['is killed', 'kill -9 $$', /ended with SIGKILL$/],
    ['prints nothing', 'echo; echo logged out >&2', /printed no token: logged out$/],
    ['prints several words', 'echo token: half-a-token', /printed more than a token$/],
    ['prints what no header can carry', "printf 'half-a-token\\001'", /a character that no header can carry$/],
  ])('that %s is reported, without what it printed as a token', async (_what, command, message) => {
    const error = await commandToken(command).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(message);
    expect((error as UserError).message).not.toContain('half-a-token');
  });

  it('that does not end is killed, with everything that it started', async () => {
    const error = await commandToken('echo waiting >&2; sleep 60 | cat', 300).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toBe('the token command took more than 0.3 s: waiting');
  });
});
