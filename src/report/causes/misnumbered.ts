import { STATUS_CODES } from 'node:http';
import { few, gather, type Cause } from './cause.js';
import { inputOf, slug } from './input.js';
import type { Answer } from './answer.js';
import { blur, serverMessage } from './server-message.js';
import { familyOf, named, type Answered } from './wrong-answers.js';

/** Fewer symptoms than this are named. */
const FEW = 4;

const SUBJECTS: Readonly<Record<number, string>> = {
  200: 'Successes are',
  400: 'Rejections are',
  401: 'Requests without a valid credential are',
  403: 'Requests for what belongs to others are',
  404: 'Requests for what does not exist are',
  405: 'Requests with another method are',
  406: 'Requests for another media type are',
  409: 'Conflicts are',
};

/**
 * Groups answers with a wrong status by what came and what should have come: if several statuses conform, the one that
 * conforms for input of the same kind, else the one that explains most.
 */
export function misnumbered(symptoms: readonly Answered[]): readonly Cause[] {
  return [...gather(symptoms, ({ answer }) => String(answer.received)).values()].flatMap((alike) => {
    const groups = new Map<number | null, Answered[]>();
    const enter = (status: number | null, symptom: Answered): void => {
      const group = groups.get(status);
      if (group === undefined) groups.set(status, [symptom]);
      else group.push(symptom);
    };
    const open = alike.filter((symptom) => {
      const [only, ...others] = conforming(symptom.answer);
      if (only === undefined || others.length > 0 || symptom.answer.any4xx) return true;
      enter(only, symptom);
      return false;
    });
    const all = open.flatMap(({ answer }) => conforming(answer));
    for (const symptom of [...open].sort((a, b) => Number(a.answer.any4xx) - Number(b.answer.any4xx))) {
      const known = [...groups.keys()].flatMap((status) => (status !== null && isClients(status) ? [status] : []));
      const candidates = [...conforming(symptom.answer), ...(symptom.answer.any4xx ? known : [])];
      const own = candidates.filter((one) => groups.has(one));
      const { kind, isOwn } = inputOf(symptom);
      const reply = replyOf(symptom);
      const isOfKind = (other: Answered) => inputOf(other).kind === kind;
      const isSaidTo = (other: Answered) => reply !== '' && replyOf(other) === reply;
      const isAkin = isOwn ? [isSaidTo, isOfKind] : [isOfKind, isSaidTo];
      const [akin] = isAkin.flatMap((is) => own.filter((status) => groups.get(status)?.some(is)));
      const [widest] = own.sort((one, other) => (groups.get(other)?.length ?? 0) - (groups.get(one)?.length ?? 0));
      enter(akin ?? widest ?? commonest(all.filter((one) => candidates.includes(one))), symptom);
    }
    return together([...groups].map(([status, own]) => misnumberedAs(own, status)));
  });
}

/**
 * Joins groups whose replies all say the same sentence: they come from one place, whichever status each should have
 * had.
 */
function together(groups: readonly Cause[]): readonly Cause[] {
  const said = gather(groups, (group) => onlyMessage(group) ?? group.id);
  return [...said.values()].map((own) => {
    const [widest, ...others] = [...own].sort((a, b) => b.symptoms.length - a.symptoms.length);
    if (widest === undefined || others.length === 0) return own[0] as Cause;
    const symptoms = own.flatMap((group) => group.symptoms);
    const status = symptoms[0]?.exchange?.status ?? '';
    const message = serverMessage(symptoms[0]?.exchange?.responseBody ?? null);
    const subjects = few(
      symptoms.map(({ requirement }) => requirement.id),
      3,
    );
    return {
      ...widest,
      says: `Replies are ${status} "${message}"; the document knows other statuses (${subjects})`,
      symptoms,
    };
  });
}

/**
 * What a service says to all of a group, apart from what differs from case to case; null if it says several things, or
 * only the status.
 */
function onlyMessage({ symptoms }: Cause): string | null {
  const said = new Set(symptoms.map(({ exchange }) => blur(serverMessage(exchange?.responseBody ?? null) ?? '')));
  const [message = ''] = said;
  const plain = STATUS_CODES[symptoms[0]?.exchange?.status ?? 0] ?? '';
  return said.size === 1 && message !== '' && message.toLowerCase() !== plain.toLowerCase() ? message : null;
}

function misnumberedAs(own: readonly Answered[], status: number | null): Cause {
  const received = String(own[0]?.answer.received ?? '');
  const shared = (own[0]?.answer.expected ?? []).filter((one) =>
    own.every(({ answer }) => answer.expected.includes(one)),
  );
  const subject = (shared.length === 1 ? SUBJECTS[status ?? 0] : undefined) ?? 'Replies are';
  return {
    id: `status/${slug(received)}-for-${status ?? 'other'}`,
    says: `${subject} ${received}; the document knows ${shared.join(' or ') || (status ?? 'another status')}${own.length < FEW ? named(own) : ''}`,
    symptoms: own,
    grave: Number(received) >= 500,
  };
}

/** What a reply says, apart from what differs from case to case. */
function replyOf({ exchange }: Answered): string {
  return blur(exchange?.responseBody ?? '');
}

function isClients(status: number): boolean {
  return status >= 400 && status < 500;
}

/** The statuses that conform, without success if there is another one: what came was no success. */
function conforming({ expected, received }: Answer): readonly number[] {
  const others = expected.filter((status) => status >= 300);
  return others.length > 0 && Number(received) >= 300 ? others : expected;
}

/** Rejections with 400 whose code is not one that the document lists for them. */
export function miscoded(symptoms: readonly Answered[]): readonly Cause[] {
  return [...gather(symptoms, ({ requirement }) => familyOf(requirement.id))].map(([family, own]): Cause => ({
    id: `code/${slug(family)}`,
    says: `The code of a 400 is not one that the document lists for it${named(own)}`,
    symptoms: own,
    grave: false,
  }));
}

function commonest(statuses: readonly number[]): number | null {
  const counts = gather(statuses, String);
  const [first] = [...counts].sort(([a, one], [b, other]) => other.length - one.length || Number(a) - Number(b));
  return first === undefined ? null : Number(first[0]);
}
