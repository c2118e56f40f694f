import { describe, expect, it } from 'vitest';
import { RunStopped } from '../../shared/errors.js';
import type { Attempt, SignatureForm, WireRequest } from '../../shared/model.js';
import { SigningSender } from './signing-sender.js';

const keys = { accessKey: 'AKIDEXAMPLE', secretKey: 'EXAMPLESECRETKEY' };
const bare: WireRequest = { method: 'PUT', path: '/v1/p/vpc-endpoint-services/s', headers: [], body: null };

function request(form: SignatureForm, doubtful: boolean): WireRequest {
  return { ...bare, headers: [['X-Form', form]], signing: { form, doubtful } };
}

/** A target that answers a form with the status that `answer` returns, and records what it received in order. */
function target(answer: (form: string, number: number) => number, signal = new AbortController().signal) {
  const got: string[] = [];
  let inFlight = 0;
  const sender = new SigningSender({
    keys,
    host: 'h',
    signal,
    good: () => ({ ...request('good', false), method: 'GET' }),
    send: async ({ method, headers }): Promise<Attempt> => {
      const form = headers.find(([name]) => name === 'X-Form')?.[1] ?? '';
      const signed = headers.some(([name]) => name === 'Authorization');
      inFlight += 1;
      got.push(
        `${method === 'GET' ? 'between' : form}${signed ? '' : ' unsigned'}${inFlight > 1 ? ' beside another' : ''}`,
      );
      const status = answer(form, got.length);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inFlight -= 1;
      return { kind: 'response', status, headers: [], body: new Uint8Array(), sentAt: 0, endedAt: 0 };
    },
  });
  return { sender, got };
}

const honest = (form: string) => (form === 'good' ? 200 : 401);

describe('a sender that signs', () => {
  it('sends bad signatures one by one, and never more than three without a good one in between', async () => {
    const { sender, got } = target(honest);
    await Promise.all(Array.from({ length: 8 }, () => sender.send(request('changed', true))));
    const three = ['changed', 'changed', 'changed'];
    expect(got).toEqual([...three, 'between', ...three, 'between', 'changed', 'changed']);
  });

  it('takes a good one that the target might have misread, and did not, for one in between', async () => {
    const { sender, got } = target(honest);
    for (const form of ['old', 'old', 'good', 'old', 'old', 'old', 'old'] as const)
      await sender.send(request(form, true));
    expect(got).toEqual(['old', 'old', 'good', 'old', 'old', 'old', 'between', 'old']);
  });

  it('sends good ones, and what is not signed, at once', async () => {
    const { sender, got } = target(honest);
    await Promise.all([sender.send(request('good', false)), sender.send(request('good', false)), sender.send(bare)]);
    expect(got).toEqual(['good', 'good beside another', ' unsigned beside another']);
  });

  it('waits for the target to take a good one', async () => {
    const { sender, got } = target((form, number) => (form === 'good' && number < 6 ? 503 : honest(form)));
    for (let n = 0; n < 4; n += 1) await sender.send(request('changed', true));
    expect(got.slice(3)).toEqual(['between', 'between', 'between', 'changed']);
  });

  it('stops the run if a good one is refused, without trying again', async () => {
    const { sender, got } = target(() => 401);
    for (let n = 0; n < 3; n += 1) await sender.send(request('changed', true));
    const stopped = sender.send(request('changed', true));
    await expect(stopped).rejects.toThrow(RunStopped);
    await expect(stopped).rejects.toThrow(/accepts no signed request \(401\): are AK and SK right/);
    expect(got).toHaveLength(4);
  });

  it('asks for a locked key only if a good one was accepted before', async () => {
    const { sender } = target((form, number) => (form === 'good' && number === 1 ? 200 : 401));
    await sender.send(request('good', false));
    for (let n = 0; n < 3; n += 1) await sender.send(request('changed', true));
    await expect(sender.send(request('changed', true))).rejects.toThrow(
      'the target no longer accepts signed requests (401): is the key locked?',
    );
  });

  it('stops waiting when the run is stopped', async () => {
    const stop = new AbortController();
    const { sender } = target((form) => (form === 'good' ? 503 : 401), stop.signal);
    for (let n = 0; n < 3; n += 1) await sender.send(request('changed', true));
    const waiting = sender.send(request('changed', true));
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow();
  });
});
