import { placeOf } from '../place.js';
import type { RequirementReport } from '../report.js';
import type { Answer } from './answer.js';
import { cellsOf, cover } from './cover.js';
import { few, gather, type Group } from './group.js';
import { inputOf, slug } from './input.js';
import { blur, serverMessage } from './server-message.js';
import type { Symptom } from './symptom.js';

/** A symptom that is about the answer as a whole. */
export type Answered = Symptom & { readonly answer: Answer };

/** A service fails at one place rather than at many where so large a share of all rejections ends alike. */
const MOST_OF_ALL = 0.5;
/** Fewer symptoms than this are named. */
const FEW = 4;

const SUBJECTS: Readonly<Record<number, string>> = {
  200: 'Successes are',
  400: 'Rejections are',
  401: 'Requests without a good credential are',
  403: 'Requests for what belongs to others are',
  404: 'Requests for what does not exist are',
  405: 'Requests with another method are',
  406: 'Requests for another media type are',
  409: 'Conflicts are',
};

/** Inputs at which the service fails: by what is wrong with them, or as one where most rejections fail. */
export function broken(symptoms: readonly Answered[], all: readonly RequirementReport[]): readonly Group[] {
  const refusals = all.filter(({ id, verdict }) => placeOf(id).side === 'refuses' && isJudged(verdict.kind)).length;
  return [...gather(symptoms, ({ answer }) => String(answer.received)).values()].flatMap((alike): Group[] => {
    const what = alike[0]?.answer.received ?? '';
    const told = typeof what === 'number' ? `The service answers ${what}` : `The service does not answer (${what})`;
    const name = slug(String(what));
    const refused = alike.filter(({ requirement }) => placeOf(requirement.id).side === 'refuses').length;
    if (refused >= refusals * MOST_OF_ALL && refused > 2)
      return [{ id: `breaks/${name}`, says: `${told} to what it must reject`, symptoms: alike, grave: true }];
    return [...gather(alike, (symptom) => inputOf(symptom).kind).values()].map((own): Group => {
      const { kind, words } = inputOf(own[0] as Symptom);
      const to = isValid(own) ? `valid input: ${words}` : words;
      return { id: `breaks/${name}/${kind}`, says: `${told} to ${to}${at(own)}`, symptoms: own, grave: true };
    });
  });
}

/**
 * Answers with another status than one that conforms, by what came and what should have: where several statuses conform, the one that
 * does for input of the same kind, or else the one that explains most.
 */
export function misnumbered(symptoms: readonly Answered[]): readonly Group[] {
  return [...gather(symptoms, ({ answer }) => String(answer.received)).values()].flatMap((alike) => {
    const groups = new Map<number | null, Answered[]>();
    const enter = (status: number | null, symptom: Answered): void => {
      const group = groups.get(status);
      if (group === undefined) groups.set(status, [symptom]);
      else group.push(symptom);
    };
    const open = alike.filter((symptom) => {
      const [only, ...others] = conforming(symptom.answer);
      if (only === undefined || others.length > 0) return true;
      enter(only, symptom);
      return false;
    });
    for (const symptom of open) {
      const own = conforming(symptom.answer).filter((one) => groups.has(one));
      const { kind } = inputOf(symptom);
      const akin = own.find((status) => groups.get(status)?.some((other) => inputOf(other).kind === kind));
      const [widest] = own.sort((one, other) => (groups.get(other)?.length ?? 0) - (groups.get(one)?.length ?? 0));
      const candidates = conforming(symptom.answer);
      const likeliest = commonest(
        open.flatMap(({ answer }) => conforming(answer)).filter((one) => candidates.includes(one)),
      );
      enter(akin ?? widest ?? likeliest, symptom);
    }
    return [...groups].map(([status, own]) => misnumberedAs(own, status));
  });
}

function misnumberedAs(own: readonly Answered[], status: number | null): Group {
  const received = String(own[0]?.answer.received ?? '');
  const shared = (own[0]?.answer.expected ?? []).filter((one) =>
    own.every(({ answer }) => answer.expected.includes(one)),
  );
  const subject = (shared.length === 1 ? SUBJECTS[status ?? 0] : undefined) ?? 'Replies are';
  return {
    id: `status/${slug(received)}-for-${status ?? 'other'}`,
    says: `${subject} ${received}; the document knows ${shared.join(' or ') || 'another status'}${own.length < FEW ? of(own) : ''}`,
    symptoms: own,
    grave: Number(received) >= 500,
  };
}

/** The statuses that conform, without success where there is another: what came was no success. */
function conforming({ expected, received }: Answer): readonly number[] {
  const others = expected.filter((status) => status >= 300);
  return others.length > 0 && Number(received) >= 300 ? others : expected;
}

/** Rejections with 400 whose code is not one that the document lists for them. */
export function miscoded(symptoms: readonly Answered[]): readonly Group[] {
  return [...gather(symptoms, ({ requirement }) => familyOf(requirement.id))].map(([family, own]): Group => ({
    id: `code/${slug(family)}`,
    says: `The code of a 400 is not one that the document lists for it${of(own)}`,
    symptoms: own,
    grave: false,
  }));
}

/** What must be accepted, and is not: by the status and the message of a gate, or by the member and what is special about it. */
export function refused(symptoms: readonly Answered[], all: readonly RequirementReport[]): readonly Group[] {
  const validated = (symptom: Answered) => [400, 404, 409, 422].includes(Number(symptom.answer.received));
  const gates = gather(
    symptoms.filter((symptom) => !validated(symptom)),
    ({ answer, exchange }) => `${answer.received}\n${blur(serverMessage(exchange?.responseBody ?? null) ?? '')}`,
  );
  const rows = gather(symptoms.filter(validated), ({ answer }) => String(answer.received));
  return [
    ...[...gates.values()].map((own) => refusedAs(own, '')),
    ...[...rows.values()].flatMap((own) =>
      cover(
        cellsOf(withHomes(own), ({ home }) => ({ row: home.member, column: `${home.member} ${home.keyword}` })),
        (member) => isWhole(member, 'accepts', all),
      ).map(({ cells }) => {
        const [first] = cells;
        return refusedAs(
          cells.flatMap(({ items }) => items.map(({ symptom }) => symptom)),
          (cells.length > 1 ? first?.row : first?.column)?.trim() ?? '',
        );
      }),
    ),
  ];
}

interface Home {
  readonly member: string;
  readonly keyword: string;
}

/** Where each refusal belongs: its member and keyword, or, where its id names none, those of others that its body shows. */
function withHomes(own: readonly Answered[]): readonly { readonly symptom: Answered; readonly home: Home }[] {
  const placed = own.map((symptom) => ({ symptom, place: placeOf(symptom.requirement.id) }));
  const homes = placed.flatMap(({ place }): Home[] =>
    place.side === 'accepts' && place.keyword !== null ? [{ member: place.member, keyword: place.keyword }] : [],
  );
  return placed.map(({ symptom, place }) => {
    if (place.side === 'accepts' && place.keyword !== null)
      return { symptom, home: { member: place.member, keyword: place.keyword } };
    const members = membersOf(symptom);
    const [only] = members;
    const home = homes.find(({ member }) => members.includes(member.split('.')[0] ?? member));
    return {
      symptom,
      home: home ?? { member: members.length === 1 && only !== undefined ? only : symptom.requirement.id, keyword: '' },
    };
  });
}

function membersOf({ failure, exchange }: Symptom): readonly string[] {
  try {
    const value: unknown = JSON.parse(failure?.minimalBody ?? exchange?.body ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  } catch {
    return [];
  }
}

function refusedAs(own: readonly Answered[], where: string): Group {
  const received = own[0]?.answer.received ?? '';
  return {
    id: `refused/${slug(String(received))}${where === '' ? '' : `/${slug(where.replace(' ', '/'))}`}`,
    says: `What must be accepted is refused with ${received}${of(own)}`,
    symptoms: own,
    grave: false,
  };
}

/** What must be rejected, and is accepted: by the kind of input at any member, or by a member that is not looked at. */
export function accepted(symptoms: readonly Answered[], all: readonly RequirementReport[]): readonly Group[] {
  const cells = cellsOf(symptoms, (symptom) => {
    const { member, kind } = inputOf(likeliest(symptom, symptoms));
    return { row: member, column: kind };
  });
  return cover(cells, (member) => member !== '' && isWhole(member, 'refuses', all)).map(
    ({ by, name, cells: own }): Group => {
      const items = own.flatMap((cell) => cell.items);
      if (by === 'row' && own.length > 1)
        return { id: `accepted/any/${slug(name)}`, says: `Any ${name} is accepted`, symptoms: items, grave: false };
      const { words, kind } = inputOf(items[0] as Symptom);
      return {
        id: `accepted/${kind}`,
        says: `${capital(words)} is accepted${at(items)}; it must be rejected`,
        symptoms: items,
        grave: false,
      };
    },
  );
}

/** The symptom that tells the kind of another one whose own id does not: one about the same row and reading of the document. */
function likeliest(symptom: Answered, all: readonly Answered[]): Answered {
  const { id, clause, reading } = symptom.requirement;
  const place = placeOf(id);
  if (place.chapter !== 'request-body' || place.keyword !== null || clause.row === undefined) return symptom;
  const alike = all.find(({ requirement: other }) => {
    const { keyword } = placeOf(other.id);
    const isOfValues = keyword !== null && keyword !== 'type';
    return isOfValues && other.clause.row === clause.row && other.reading === reading;
  });
  return alike ?? symptom;
}

/** Whether all that was judged of a member on one side failed. */
function isWhole(member: string, side: 'accepts' | 'refuses', all: readonly RequirementReport[]): boolean {
  const own = all.filter(({ id, verdict }) => {
    const place = placeOf(id);
    const name = place.chapter === 'port-list' ? `ports.${place.member}` : place.member;
    return place.side === side && isJudged(verdict.kind) && (side === 'accepts' ? place.member : name) === member;
  });
  return own.length > 1 && own.every(({ verdict }) => verdict.kind === 'failed');
}

function isJudged(kind: RequirementReport['verdict']['kind']): boolean {
  return kind === 'passed' || kind === 'failed';
}

function isValid(own: readonly Symptom[]): boolean {
  return own.every(({ requirement }) => placeOf(requirement.id).side === 'accepts');
}

/** ` in service_name` where the symptoms name members, a few of them. */
function at(own: readonly Symptom[]): string {
  const members = own.map((symptom) => inputOf(symptom).member).filter((member) => member !== '');
  return members.length === 0 ? '' : ` in ${few(members)}`;
}

/** ` (headers/accept-json)`: the requirements, a few of them. */
function of(own: readonly Symptom[]): string {
  return ` (${few(
    own.map(({ requirement }) => requirement.id),
    2,
  )})`;
}

/** Chapter and subject of a requirement: `request-body/ports` of `request-body/ports/maxItems/one-over`. */
export function familyOf(id: string): string {
  return id.split('/').slice(0, 2).join('/');
}

function commonest(statuses: readonly number[]): number | null {
  const counts = gather(statuses, String);
  const [first] = [...counts].sort(([a, one], [b, other]) => other.length - one.length || Number(a) - Number(b));
  return first === undefined ? null : Number(first[0]);
}

function capital(text: string): string {
  return text === 'null' ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
