import type { Config } from '../../config/config.js';
import type { Target } from '../../config/target.js';
import type { Context } from '../../contract/context.js';
import { UserError } from '../../shared/errors.js';
import { checkChoice } from '../../shared/check-choice.js';
import { isChosen } from '../../shared/glob.js';
import type { Ledger } from '../../judge/ledger.js';
import { NOT_RECORDED } from '../../judge/not-recorded.js';
import { Playback } from '../../record/playback.js';
import { loosens } from '../../shared/readings.js';
import type { RunRecord } from '../../record/read-record.js';
import { packageVersion } from '../../shared/version.js';
import { digestsOf } from '../suite/digests.js';
import type { Endpoint } from '../target/endpoint.js';
import type { LanePlan } from '../plan/plan.js';
import { asRecorded, askedToday, recordedPlan } from './recorded-plan.js';
import type { Selection } from '../plan/select.js';
import type { Suite } from '../suite/suite.js';

/** Options that may change when a record is judged again; those left out stay as in the run. */
export type Anew = Partial<
  Pick<Config, 'readings' | 'only' | 'skip' | 'require' | 'strict' | 'knownFailures' | 'reportDir' | 'verbose'>
>;

/** A run that is played back from a record instead of being sent. */
export class RecordedRun {
  readonly playback: Playback;
  readonly #same: boolean;
  readonly config: Config;
  readonly endpoint: Endpoint;

  constructor(
    readonly record: RunRecord,
    private readonly suite: Suite,
    anew: Anew,
  ) {
    const { run } = record;
    const target = standIn(record);
    const headers = run.headers;
    const spending = {
      ...run.options.spending,
      perSecond: null,
      maxRequests: null,
      maxTimeMs: null,
      maxFailures: null,
    };
    const network = { tls: {}, proxy: null, proxyEnv: {} };
    this.config = {
      ...run.options,
      knownFailures: null,
      only: [],
      skip: [],
      ...anew,
      headers,
      network,
      target,
      spending,
    };
    const digests = digestsOf(suite.requirements);
    this.#same =
      run.options.readings === this.config.readings &&
      run.digests.spec === digests.spec &&
      run.digests.suite === digests.suite &&
      run.tool.version === packageVersion();
    this.playback = new Playback(record, this.#same);
    const { host, pathname } = new URL(target.url);
    const { projectId, token, foreignToken } = target;
    const standIns = [
      ...(token === null ? [] : [{ kind: 'token' as const, value: token }]),
      ...(foreignToken === null ? [] : [{ kind: 'foreign-token' as const, value: foreignToken }]),
    ];
    this.endpoint = {
      target,
      embedded: run.target.embedded,
      outlives: false,
      address: {
        host,
        basePath: pathname.replace(/\/+$/, ''),
        operation: suite.operation,
        projectId,
        token,
        foreignToken,
        signs: run.target.keys
          ? { accessKey: 'STANDIN', securityToken: run.target.securityToken ? 'StandInForTheSecurityToken' : null }
          : null,
        headers,
      },
      credentials: { secrets: [], accepted: () => undefined, renewed: () => Promise.resolve(null) },
      way: record.end.way ?? null,
      secrets: standIns,
      send: () => Promise.reject(new Error('judging a record again sends no request')),
      readsBy: () => undefined,
      close: () => Promise.resolve(),
    };
  }

  /**
   * The requirements to judge, among those that the run judged; all that was sent is played back. Throws a UserError if
   * there are none.
   */
  get selection(): Selection {
    const ids = this.suite.requirements.map(({ id }) => id);
    checkChoice(this.config, ids);
    const chosen = ids.filter((id) => isChosen(id, this.config));
    const { judged, sent, options } = this.record.run;
    const elsewhere = new Map(Object.entries(this.record.run.elsewhere).filter(([id]) => chosen.includes(id)));
    const before = new Set(judged);
    if (!chosen.some((id) => before.has(id))) {
      throw new UserError('nothing that is selected was judged in that run', 'See its report for what was.');
    }
    // Requirements of a newer contract are reported as not recorded, unless the run itself left some out.
    const whole = options.only.length + options.skip.length === 0 && options.shard === null;
    const asked = new Set(sent);
    const byCases = new Set(this.suite.requirements.flatMap(({ id, judged: { by } }) => (by === 'cases' ? [id] : [])));
    return {
      judged: new Set(chosen.filter((id) => whole || before.has(id))),
      sent: asked,
      elsewhere,
      cases: null,
      leftOut: new Set(chosen.filter((id) => before.has(id) && byCases.has(id) && !asked.has(id))),
    };
  }

  /** The recorded plan of each lane, with the answers that conform by the current contract and readings. */
  plans(contexts: readonly Context[], ledger: Ledger): readonly LanePlan[] {
    const { suite, record } = this;
    const byId = new Map(suite.requirements.map((requirement) => [requirement.id, requirement]));
    if (!this.#same) this.#enterUnrecorded(ledger);
    return contexts.map((context, lane) =>
      recordedPlan(record, lane, this.#same ? asRecorded : askedToday(byId, context)),
    );
  }

  /** The base bodies and baselines around which the cases of a lane were sent. */
  lane(n: number): RunRecord['lanes'][number] | undefined {
    return this.record.lanes[n];
  }

  /** Enters as unjudged the requirements that the run did not know, or that its readings left open. */
  #enterUnrecorded(ledger: Ledger): void {
    const known = new Set(this.record.run.judged);
    const recorded = new Set(this.record.cases.map(({ testCase }) => testCase.requirement));
    for (const { id, judged, loosenedBy } of this.suite.requirements) {
      if (judged.by !== 'cases' || recorded.has(id)) continue;
      if (!known.has(id) || (loosenedBy !== null && loosens(this.record.run.options.readings, loosenedBy)))
        ledger.unjudged(id, 0, NOT_RECORDED);
    }
  }
}

/** The target of a record, with stand-ins for the credentials, which it does not hold. */
function standIn({ run }: RunRecord): Target {
  const { url, projectId, serviceIds, among, siblingServiceId, portIds, secondMs, token, foreignToken } = run.target;
  return {
    url,
    projectId,
    serviceIds,
    among,
    siblingServiceId,
    portIds,
    ...(secondMs === undefined ? {} : { secondMs }),
    token: token ? 'StandInForTheToken0123456789' : null,
    foreignToken: foreignToken ? 'StandInForTheForeignToken98765' : null,
  };
}
