import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { shownCredential } from '../../checks/leaks.js';
import type { DealtCase, Purpose } from '../../judge/purpose.js';
import type { Renewal } from '../../judge/settling.js';
import type { Json } from '../../shared/json.js';
import type { Mask } from '../../secrets/mask.js';
import { sentCredentials } from '../../judge/watch.js';
import type { Attempt, WireRequest } from '../../shared/model.js';
import type { CaseGroup, Phase, RunLine } from '../../record/record.js';
import { Recorder, type Discretion } from '../../record/recorder.js';
import { RECORD_FILE } from '../../report/record-file.js';
import { packageVersion } from '../../shared/version.js';
import { digestsOf } from '../suite/digests.js';
import { maskOf } from '../mask-of.js';
import type { Endpoint } from '../target/endpoint.js';
import type { Lane } from '../lanes/lane.js';
import type { LanePlan, Part } from '../plan/plan.js';
import type { Selection } from '../plan/select.js';
import type { Suite } from '../suite/suite.js';

/** The parts of a run that its record describes. */
interface RunBeginning {
  readonly config: Config;
  readonly endpoint: Endpoint;
  readonly suite: Suite;
  readonly selection: Selection;
  readonly startedAt: Date;
  /** The mark with which it claims services. */
  readonly claim: string | null;
}

/** Records a run in its report folder: all that it sends, and what is needed to judge that again. */
export class RunRecorder {
  readonly #recorder: Recorder;
  readonly #discretion: Discretion;

  constructor(runSession: RunBeginning) {
    const { config, endpoint } = runSession;
    const current = discreetly(endpoint);
    this.#discretion = {
      get mask() {
        return current();
      },
      shownCredential: (request, { body }) => {
        const shown = shownCredential(body, sentCredentials(request));
        return shown === null ? null : { header: shown.name, spellings: shown.spellings };
      },
    };
    this.#recorder = new Recorder(join(config.reportDir, RECORD_FILE));
    void this.#recorder.write(runLine(runSession, current().headers(endpoint.address.headers)));
  }

  /** Why the record is missing or incomplete. */
  get troubles(): string[] {
    const { trouble, cut } = this.#recorder;
    return [
      ...(trouble === null ? [] : [`the exchanges could not be recorded, so they cannot be judged again: ${trouble}`]),
      ...(cut === 0
        ? []
        : [`the record holds only the beginning of ${cut} long replies, which cannot be judged again`]),
    ];
  }

  /** Records one attempt. Resolves when more may be sent; null if there is nothing to wait for. */
  sent(request: WireRequest, purpose: Purpose | null, attempt: Attempt): Promise<void> | null {
    return this.#recorder.exchange(request, purpose, attempt, this.#discretion);
  }

  /** The same renewal, recorded. */
  renewing(renewal: Renewal): Renewal {
    return {
      accepted: () => renewal.accepted(),
      renewed: async (request) => {
        const renewed = await renewal.renewed(request);
        if (renewed !== null) await this.#recorder.renewal(request);
        return renewed;
      },
    };
  }

  /** Records what each lane is dealt. Returns the lanes, which record their further parts as these are made. */
  async planned(lanes: readonly Lane[]): Promise<Lane[]> {
    for (const [n, { session, context, plan }] of lanes.entries()) {
      const { baseline, other, service } = session;
      const capabilities = [...context.capabilities];
      const counts = Object.fromEntries(plan.counts);
      const withheld =
        plan.withheld === undefined || plan.withheld.size === 0 ? {} : { withheld: Object.fromEntries(plan.withheld) };
      const lane = { serviceId: service.id, baseline, other, bases: context.bases, capabilities, counts, ...withheld };
      await this.#recorder.write({ type: 'lane', ...lane });
      await this.#cases(n, plan.waitsIn, 'afterASecond', plan.afterASecond);
      await this.#cases(n, 0, 'isolated', plan.isolated);
      await this.#cases(n, 0, 'forced', plan.forced);
    }
    return lanes.map((lane, n) => ({
      ...lane,
      plan: { ...lane.plan, parts: this.#recorded(n, lane.plan.parts) },
    }));
  }

  async *#recorded(lane: number, parts: LanePlan['parts']): AsyncGenerator<Part> {
    let number = 0;
    for await (const part of parts) {
      for (const [batch, cases] of part.batches.entries()) await this.#cases(lane, number, 'batch', cases, batch);
      await this.#cases(lane, number, 'solo', part.solos);
      yield part;
      number += 1;
    }
  }

  async #cases(lane: number, part: number, group: CaseGroup, cases: readonly DealtCase[], batch = 0): Promise<void> {
    for (const { order, testCase } of cases) await this.#recorder.case({ lane, part, group, batch, order }, testCase);
  }

  /** Records the start of a phase: the search for smaller bodies, or restoring. */
  async phase(phase: Phase): Promise<void> {
    await this.#recorder.write({ type: 'phase', phase });
  }

  /** Ends the record. */
  async end(line: Parameters<Recorder['end']>[0]): Promise<void> {
    const masked = this.#discretion.mask.json(line as unknown as Json);
    await this.#recorder.end(masked as unknown as typeof line);
  }
}

function runLine(
  { config, endpoint, suite, selection, startedAt, claim }: RunBeginning,
  headers: RunLine['headers'],
): RunLine {
  const { target: _target, network: _network, headers: _headers, ...options } = config;
  const { url, projectId, serviceIds, siblingServiceId, portIds, foreignToken, keys } = endpoint.target;
  const { among = serviceIds } = endpoint.target;
  return {
    type: 'run',
    schemaVersion: 1,
    tool: { name: 'vpcep-contract', version: packageVersion() },
    startedAt: startedAt.toISOString(),
    ...(claim === null ? {} : { claim }),
    timeOrigin: performance.timeOrigin,
    digests: digestsOf(suite.requirements),
    target: {
      url,
      projectId,
      serviceIds,
      among,
      siblingServiceId,
      portIds,
      token: endpoint.address.token !== null,
      foreignToken: foreignToken !== null,
      keys: keys !== undefined,
      securityToken: keys?.securityToken != null,
      embedded: endpoint.embedded,
      ...(endpoint.target.secondMs === undefined ? {} : { secondMs: endpoint.target.secondMs }),
    },
    headers,
    options,
    judged: [...selection.judged],
    sent: [...selection.sent],
    elsewhere: Object.fromEntries(selection.elsewhere),
  };
}

/** The current mask of an endpoint, cached, since every exchange needs it. */
function discreetly(endpoint: Endpoint): () => Mask {
  let known: { readonly tokens: number; readonly mask: Mask } | null = null;
  return () => {
    const tokens = endpoint.credentials.secrets.length;
    if (known?.tokens !== tokens) known = { tokens, mask: maskOf(endpoint) };
    return known.mask;
  };
}
