import { gzipSync } from 'node:zlib';
import type { Behaviour, Change, Gate } from './behaviour.js';
import { invalid, type Member } from './layers/validate.js';
import type { Outcome, Refusal, Reply, Service, State, Update } from './model.js';
import type { MockExchange } from './behaviour.js';

/** A check of one value. */
export type CheckName = Member | 'mapping' | 'client_port' | 'server_port' | 'protocol';

/** A step that lets through or rejects. */
type CheckStep = CheckName | GateName | 'conflict' | 'distinct';
type GateName = { [Name in keyof Behaviour]: Behaviour[Name] extends Gate ? Name : never }[keyof Behaviour];
type When<Name extends CheckStep> = (...given: Parameters<Behaviour[Name]>) => boolean;

/** Makes a step let through what it should not. */
export function tolerate<Name extends CheckStep>(step: Name, when: When<Name>): Change {
  return overruled(step, when, undefined);
}

/** Makes a step reject what it should not, with the given refusal. */
export function stopping<Name extends CheckStep>(step: Name, refusal: Refusal, when: When<Name>): Change {
  return overruled(step, when, refusal);
}

/** Makes a check reject what it should not, with a 400 that names the member. */
export function turnDown(name: CheckName, when: When<CheckName>, must = 'is not accepted'): Change {
  return overruled(name, when, invalid(name, must));
}

/** Makes a check accept texts that it should not. */
export function tolerateText(name: CheckName, when: (text: string) => boolean): Change {
  return tolerate(name, text(when));
}

/** Makes a check reject texts that it should not, with a 400 that names the member. */
export function turnDownText(name: CheckName, when: (text: string) => boolean): Change {
  return turnDown(name, text(when));
}

function overruled<Name extends CheckStep>(step: Name, when: When<Name>, outcome: Refusal | undefined): Change {
  return (before) => {
    const check = before[step] as (...given: Parameters<Behaviour[Name]>) => Refusal | undefined;
    return { [step]: (...given: Parameters<Behaviour[Name]>) => (when(...given) ? outcome : check(...given)) };
  };
}

/** Rejects a valid body as a whole. */
export function turnDownBody(when: (update: Update, x: MockExchange) => boolean, refusal: Refusal): Change {
  return (before) => ({
    conflict: (service, update, x) => (when(update, x) ? refusal : before.conflict(service, update, x)),
  });
}

/** Changes the update before it is stored. */
export function receiving(change: (update: Update, x: MockExchange) => Update): Change {
  return (before) => ({ receive: (body, x) => change(before.receive(body, x), x) });
}

/** Interprets one member of the body as another value; undefined means omitted. */
export function interpreting(member: Member, convert: (value: unknown) => unknown): Change {
  return (before) => ({
    receive: (body, x) => {
      if (!Object.hasOwn(body, member)) return before.receive(body, x);
      const { [member]: value, ...others } = body;
      const read = convert(value);
      return before.receive(read === undefined ? others : { ...others, [member]: read }, x);
    },
  });
}

/** Changes one text member of the update before it is stored. */
export function rewriting(
  member: 'service_name' | 'description' | 'port_id',
  change: (text: string) => string,
): Change {
  return receiving((update) => {
    const text = update[member];
    return typeof text === 'string' ? { ...update, [member]: change(text) } : update;
  });
}

/** Stores something other than the new state, while the reply shows the new state. */
export function storing(change: (next: State, service: Service, x: MockExchange) => State): Change {
  return (before) => ({ commit: (service, next, x) => before.commit(service, change(next, service, x), x) });
}

/** Changes the new state, in the reply as well as in the store. */
export function merging(change: (next: State, state: State, update: Update, x: MockExchange) => State): Change {
  return (before) => ({ merge: (state, update, x) => change(before.merge(state, update, x), state, update, x) });
}

/** Changes the representation in every reply and read. */
export function showing(
  change: (shown: Record<string, unknown>, x: MockExchange, service: Service) => Record<string, unknown>,
): Change {
  return (before) => ({ represent: (service, state, x) => change(before.represent(service, state, x), x, service) });
}

/** Gives one member of the representation another value; undefined omits it. */
export function showingMember(name: string, value: (was: unknown, x: MockExchange) => unknown): Change {
  return showing((shown, x) => ({ ...shown, [name]: value(shown[name], x) }));
}

/** Changes the representation in the reply to an update, but not in a read. */
export function echoing(
  change: (shown: Record<string, unknown>, x: MockExchange, service: Service) => Record<string, unknown>,
): Change {
  return showing((shown, x, service) => (x.method === 'PUT' ? change(shown, x, service) : shown));
}

/** Changes members of the representation in a read, but not in the reply to an update. */
export function showingInReads(
  change: (shown: Record<string, unknown>, x: MockExchange, service: Service) => Record<string, unknown>,
): Change {
  return showing((shown, x, service) => (x.method === 'GET' ? { ...shown, ...change(shown, x, service) } : shown));
}

/** Changes every reply, including errors. */
export function replying(change: (reply: Reply, x: MockExchange) => Outcome): Change {
  const wrap = (outcome: Outcome, x: MockExchange) => (typeof outcome === 'string' ? outcome : change(outcome, x));
  return (before) => ({
    encode: (representation, x) => wrap(before.encode(representation, x), x),
    refuse: (refusal, x) => wrap(before.refuse(refusal, x), x),
  });
}

/** Changes the reply to an accepted update. */
export function succeeding(change: (reply: Reply, x: MockExchange) => Outcome): Change {
  return replying((reply, x) => (reply.status === 200 && x.method === 'PUT' ? change(reply, x) : reply));
}

/** Changes refusals with a given status before they become replies. */
export function refusing(
  status: number | ((refusal: Refusal, x: MockExchange) => boolean),
  change: (refusal: Refusal, x: MockExchange) => Refusal,
): Change {
  const concerns = typeof status === 'number' ? (refusal: Refusal) => refusal.status === status : status;
  return (before) => ({
    refuse: (refusal, x) => before.refuse(concerns(refusal, x) ? change(refusal, x) : refusal, x),
  });
}

/** Changes replies to refusals with a given status. */
export function refusedReply(
  status: number | ((status: number) => boolean),
  change: (reply: Reply, refusal: Refusal, x: MockExchange) => Outcome,
): Change {
  const concerns = typeof status === 'number' ? (other: number) => other === status : status;
  return (before) => ({
    refuse: (refusal, x) => {
      const outcome = before.refuse(refusal, x);
      return typeof outcome !== 'string' && concerns(refusal.status) ? change(outcome, refusal, x) : outcome;
    },
  });
}

/** Returns a reply with its body gzipped. */
export function gzipped(reply: Reply): Reply {
  return { ...reply, headers: [...reply.headers, 'Content-Encoding', 'gzip'], body: gzipSync(reply.body) };
}

/** Answers some updates with a known service and valid credentials before their body is read. */
export function beforeUpdate(change: (service: Service, x: MockExchange) => Outcome | undefined): Change {
  return (before) => ({ update: (service, x) => change(service, x) ?? before.update(service, x) });
}

/** Gives a rejected body an effect. */
export function rejecting(effect: (service: Service, x: MockExchange) => void): Change {
  return (before) => ({
    validate: (x) => {
      const refusal = before.validate(x);
      if (refusal !== undefined && x.service !== undefined) effect(x.service, x);
      return refusal;
    },
  });
}

/** Combines several changes into one. */
export function both(...changes: readonly Change[]): Change {
  return (before) => {
    let behaviour: Behaviour = before;
    for (const change of changes) behaviour = { ...behaviour, ...change(behaviour) };
    return behaviour;
  };
}

/** The code that a refusal with a status usually has. */
const CODES: Readonly<Record<number, string>> = {
  401: '0003',
  403: '0004',
  404: '0005',
  500: '0001',
  501: '0001',
  503: '0001',
};

/** A refusal with the usual code of its status. */
export function refusalOf(status: number, message: string): Refusal {
  return { status, code: `EndPoint.${CODES[status] ?? '0002'}`, message };
}

/** Status 500. */
export const broken = refusalOf(500, 'System error. Please retry.');

/** Returns a predicate for texts. */
export function text(when: (text: string) => boolean): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && when(value);
}
