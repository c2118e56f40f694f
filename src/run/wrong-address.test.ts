import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificate } from '../client/certificates.fixture.js';
import { engine } from '../engine.js';
import { patience } from '../judge/patience.js';
import { configOf, failedOf, folder, mock, onClose, server, targetOf } from '../run.fixture.js';
import { doctor } from './doctor/doctor.js';

/** What a run of a target that is not the API says, and what `doctor` does. */
async function toldOf(url: string): Promise<{ run: string; doctor: string }> {
  const config = await configOf({ ...targetOf(await mock()), url }, { only: ['methods'], timeout: '1' });
  const report = await engine.run(config, {
    signal: new AbortController().signal,
    progress: () => undefined,
    patience: { ...patience, firstContact: 50, budget: 500, overdraft: 500 },
  });
  expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
  expect(failedOf(report)).toEqual([]);
  const { checks, exitCode } = await doctor(config);
  expect(exitCode).toBe(2);
  const found = checks.find(({ outcome }) => outcome === 'problem');
  return { run: report.because[0] ?? '', doctor: `${found?.found ?? ''}: ${found?.remedy ?? ''}` };
}

describe('a target that is not the API', () => {
  it('is told to redirect, and where', async () => {
    const url = await server((request, response) => {
      request.resume().on('end', () => response.writeHead(302, { Location: 'https://sso.example/login' }).end());
    });
    const { run, doctor: asked } = await toldOf(url);
    expect(run).toMatch(/^the target redirects to https:\/\/sso\.example\/login \(302\): give that address with --url/);
    expect(asked).toMatch(/^the target redirects to https:\/\/sso\.example\/login \(302\): Give that address/);
  });

  it.skipIf(!hasOpenssl)('is told to speak TLS where HTTP is asked, and the other way round', async () => {
    const { cert, key } = makeCertificate(await folder(), 'localhost', 'subjectAltName=IP:127.0.0.1');
    const secure = createServer({ cert, key }, (_, response) => response.end('{}'));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', () => resolve()));
    onClose(() => new Promise((resolve) => secure.close(resolve)));
    const authority = `127.0.0.1:${(secure.address() as AddressInfo).port}`;
    const spoken = await toldOf(`http://${authority}`);
    expect(spoken.run).toBe(`the target speaks TLS where HTTP is asked: give https://${authority}`);
    expect(spoken.doctor).toBe(`the target speaks TLS where HTTP is asked: Give https://${authority}.`);
    const plain = await server((_, response) => response.end('{}'));
    const asked = await toldOf(plain.replace('http:', 'https:'));
    expect(asked.run).toBe(`the target does not speak TLS: give ${plain} if that is meant to be so`);
    expect(asked.doctor).toBe(`the target does not speak TLS: Give ${plain} if that is meant to be so.`);
  });

  it('is told to be another service', async () => {
    const url = await server((request, response) => {
      request.resume().on('end', () => response.setHeader('Content-Type', 'application/json').end('{"hello":"world"}'));
    });
    const config = await configOf({ ...targetOf(await mock()), url }, { only: ['methods'] });
    const report = await engine.run(config, { signal: new AbortController().signal, progress: () => undefined });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toMatch(/^the target answers, and shows nothing of a VPC endpoint service: is 127/);
  });
});
