import { describe, expect, it } from 'vitest';
import { disarm } from './disarm.js';
import { jsonText } from './json-text.js';

/** What the runners of CI systems take for a command, by their own sources and manuals. */
export function commandsIn(text: string): string[] {
  return text
    .split(/[\n\r\u0085\u2028\u2029]/)
    .map((line) => line.replace(/\u001b\[[\d;]*[A-Za-z]/g, ''))
    .filter(
      (line) =>
        line.trim().startsWith('::') ||
        /##\[|##vso\[|##teamcity\[/i.test(line) ||
        /section_(?:start|end):/.test(line) ||
        /travis_(?:fold|time):/.test(line),
    );
}

describe('a text that commands no runner', () => {
  const commands = [
    '::error::x',
    '::add-mask::1',
    '  \t\u00a0::set-output name=a::b',
    '\u001b[31m::warning::x',
    '\ufeff::debug::x',
    'first\n::error::x',
    'first\r::error::x',
    'a ##[error]b',
    '##[set-env name=PATH]/evil',
    'a ##vso[task.setvariable variable=x]y',
    '##VSO[build.addbuildtag]x',
    'text ##teamcity[buildStatus status="SUCCESS"]',
    '###vso[task.complete]',
    'section_start:1560896352:x\r\u001b[0Kname',
    'section_end:1560896352:x',
    'travis_fold:start:x',
    '::::error::x',
  ];

  it.for(commands)('has no command in it: %j', (command) => {
    expect(commandsIn(command).length).toBeGreaterThan(0);
    for (const text of [command, `before\n${command}\nbehind`, command.repeat(3)]) {
      expect(commandsIn(disarm(text))).toEqual([]);
      expect(commandsIn(disarm(text, 'markup'))).toEqual([]);
      expect(disarm(disarm(text))).toBe(disarm(text));
    }
    const data = { [command]: [command, { a: command }] };
    for (const indent of [undefined, 1]) {
      const json = disarm(jsonText(data, indent));
      expect(commandsIn(json)).toEqual([]);
      expect(JSON.parse(json)).toEqual(data);
      expect(json).toMatch(/^[^\p{C}]*$/mu);
    }
  });

  it('is unchanged if it holds none', () => {
    const text = 'a::b std::vector # ## heading\n### [link](x) C::\n#[x] sections: section starts';
    expect(disarm(text)).toBe(text);
  });
});
