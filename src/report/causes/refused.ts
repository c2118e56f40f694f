import { placeOf } from '../place.js';
import type { RequirementReport } from '../requirement-report.js';
import { cellsOf, cover } from './cover.js';
import { gather, type Cause } from './cause.js';
import { slug } from './input.js';
import { objectOf } from './members.js';
import { blur, serverMessage } from './server-message.js';
import type { Symptom } from './symptom.js';
import { isWhole, named, type Answered } from './wrong-answers.js';

/**
 * Groups what must be accepted and is not: by status and message if no value was checked yet, or by the member and what
 * is special about it.
 */
export function refused(symptoms: readonly Answered[], all: readonly RequirementReport[]): readonly Cause[] {
  const validated = (symptom: Answered) => [400, 404, 409, 422].includes(Number(symptom.answer.received));
  const beforeValidation = gather(
    symptoms.filter((symptom) => !validated(symptom)),
    ({ answer, exchange }) => `${answer.received}\n${blur(serverMessage(exchange?.responseBody ?? null) ?? '')}`,
  );
  const rows = gather(symptoms.filter(validated), ({ answer }) => String(answer.received));
  return [
    ...[...beforeValidation.values()].map((own) => refusedAs(own, '')),
    ...[...rows.values()].flatMap((own) =>
      cover(
        cellsOf(withHomes(own), ({ home }) => ({ row: home.member, column: `${home.member} ${home.keyword}` })),
        (member) => isWhole(member, 'accepts', symptoms, all),
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

/**
 * Pairs each refusal with its member and keyword, or, if its id names none, with those of others that its body shows.
 */
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
  return Object.keys(objectOf(failure?.minimalBody ?? exchange?.body ?? null) ?? {});
}

function refusedAs(own: readonly Answered[], where: string): Cause {
  const received = own[0]?.answer.received ?? '';
  return {
    id: `refused/${slug(String(received))}${where === '' ? '' : `/${slug(where.replace(' ', '/'))}`}`,
    says: `What must be accepted is refused with ${received}${named(own)}`,
    symptoms: own,
    grave: false,
  };
}
