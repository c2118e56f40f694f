import { describe, expect, it } from 'vitest';
import { withFolder } from '../../report/write-report.js';
import { killed } from '../../run/killed.fixture.js';
import { lockServices } from '../../run/claim/lock-services.js';
import { folder, held, targetOf } from '../../run.fixture.js';
import { runCaptured } from '../captured.fixture.js';

describe('restore', () => {
  it('refuses a folder in which a run is at work, and services on which one is, and changes nothing', async () => {
    const { target, before, reportDir } = await killed();
    const left = held(target);
    const env = { VPCEP_TARGET: target.url, VPCEP_TOKEN: target.token };
    const restored = () => runCaptured(['restore', reportDir], env);
    const { requests } = target;
    const other = await folder();

    const inFolder = await withFolder(reportDir, 'run', restored);
    expect(inFolder).toMatchObject({ code: 2, out: '' });
    expect(inFolder.err).toMatch(/ is in use: run has worked there since .* \(process \d+ on .*\)\n.*it puts back/s);

    const release = await lockServices(targetOf(target), { command: 'run', folder: other });
    const onServices = await restored();
    await release();
    expect(onServices).toMatchObject({ code: 2, out: '' });
    expect(onServices.err).toContain(`is in use: run has been working on it since`);
    expect(onServices.err.replace(/\s+/g, '')).toContain(`reportfolder${other}`);
    expect(target.requests).toBe(requests);
    expect(held(target)).toEqual(left);

    expect(await restored()).toMatchObject({ code: 0, out: expect.stringContaining('PUT BACK') as string });
    expect(held(target)).toEqual(before);
  });
});
