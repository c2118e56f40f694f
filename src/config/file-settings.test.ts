import { describe, expect, it } from 'vitest';
import { TARGETS, configured, folder, useFolder, write } from './config-file.fixture.js';
import { fileSettingsAt } from './file-settings.js';
import { allOptions } from './options.js';

useFolder();

describe('the targets of a configuration file', () => {
  it('apply by default, by flag, by variable, and override what stands beside them', async () => {
    write(TARGETS);
    expect(await configured()).toMatchObject({ target: null, concurrency: 8 });
    const staging = { target: { url: 'https://staging.example.com', token: 's' }, concurrency: 2 };
    const env = { STAGING_TOKEN: 's' };
    expect(await configured(env, { target: 'staging' })).toMatchObject(staging);
    expect(await configured({ ...env, VPCEP_TARGET_NAME: 'staging' })).toMatchObject(staging);
    expect(await configured({ ...env, VPCEP_SEED: '4' }, { target: 'staging', projectId: 'p9' })).toMatchObject({
      target: { projectId: 'p9' },
      seed: 4,
    });
    const release = { RELEASE_URL: 'https://r', RELEASE_SERVICES: 'a, b', RELEASE_TOKEN: 'r' };
    expect((await configured(release, { target: 'release' })).target).toMatchObject({ serviceIds: ['a', 'b'] });
  });

  it('lend credentials to a report of the same URL, and to no other', async () => {
    write(TARGETS);
    const env = { STAGING_TOKEN: 's', RELEASE_URL: 'https://r', RELEASE_TOKEN: 'r' };
    const tokenAt = async (url: string): Promise<string | null> => {
      const settings = await fileSettingsAt(url, {}, env, folder);
      return settings?.source.given('token', allOptions.token)[0]?.text ?? null;
    };
    expect(await tokenAt('https://staging.example.com')).toBe('s');
    expect(await tokenAt('https://r')).toBe('r');
    expect(await tokenAt('https://elsewhere')).toBeNull();
    await expect(fileSettingsAt('https://r', { target: 'release' }, env, folder)).resolves.toBeTruthy();
    await expect(fileSettingsAt('https://r', { target: 'staging' }, env, folder)).rejects.toThrow(
      /--target names staging, which is at https:\/\/staging\.example\.com, but the services are at https:\/\/r/,
    );
  });
});
