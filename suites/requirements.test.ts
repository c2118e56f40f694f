import { describe, expect, it } from 'vitest';
import { contract, engine } from '../src/engine.js';
import { clauseText } from '../src/shared/clause-text.js';
import { documentFacts, readings } from '../src/spec/document.js';
import { chapters } from './index.js';

const { requirements } = contract();
const known = new Set<string>(readings.map(({ id }) => id));

/** Readings that no requirement can rest on, and why. */
const withoutRequirement: Readonly<Record<string, string>> = {};

describe('the requirements', () => {
  it('have the ids and levels that were agreed on', async () => {
    const lines = requirements.map(({ id, level }) => `${level} ${id}`);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('requirements.snapshot.txt');
  });

  it('have unique ids, each in its own chapter', () => {
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
    const names = chapters.map(({ name }) => name);
    expect([...new Set(requirements.map(({ id }) => id.split('/')[0]))]).toEqual(names);
    expect(requirements.filter(({ id }) => !/^[a-z-]+(\/[A-Za-z0-9_-]+)+$/.test(id)).map(({ id }) => id)).toEqual([]);
  });

  it('name a place that the document has', () => {
    const rows = new Set(
      documentFacts.tables.flatMap(({ table, rows: own }) => [
        clauseText({ table }),
        ...own.map(({ name }) => clauseText({ table, row: name })),
      ]),
    );
    const statuses = documentFacts.statuses.map(({ status }) => String(status));
    const lost = requirements.flatMap(({ id, clause, covers }) =>
      [clause, ...covers].flatMap((one) => {
        if (typeof one === 'string') return known.has(one) ? [] : [`${id}: ${one}`];
        if (one.table !== undefined) return rows.has(clauseText(one)) ? [] : [`${id}: ${clauseText(one)}`];
        if (one.section === 'Status codes' && one.row !== undefined)
          return statuses.includes(one.row) ? [] : [`${id}: ${clauseText(one)}`];
        return (one.section ?? '') === '' ? [`${id}: no clause`] : [];
      }),
    );
    expect(lost).toEqual([]);
  });

  it('say something, in a sentence without a full stop', () => {
    const bad = requirements.filter(({ says }) => !/^["'A-Z0-9a-z].{7,}[^.\s]$/u.test(says) || says.includes('\n'));
    expect(bad.map(({ id, says }) => `${id}: ${says}`)).toEqual([]);
  });

  it('each say something different', () => {
    const said = new Set<string>();
    const again = requirements.filter(({ says }) => said.size === said.add(says).size);
    expect(again.map(({ id }) => id)).toEqual([]);
  });

  it('rest on readings that exist', () => {
    expect(requirements.filter(({ reading }) => reading !== null && !known.has(reading)).map(({ id }) => id)).toEqual(
      [],
    );
  });

  it('judge every reading, except for those with a reason', () => {
    const covered = new Set(
      requirements.flatMap(({ reading, covers }) => [
        ...(reading === null ? [] : [reading]),
        ...covers.filter((one) => typeof one === 'string'),
      ]),
    );
    const missing = readings.map(({ id }) => id).filter((id) => !covered.has(id));
    expect(missing).toEqual(Object.keys(withoutRequirement));
  });

  it('are watched only if requests carry them', () => {
    const withCases = requirements.filter(({ judged }) => judged.by === 'cases').map(({ id }) => id);
    for (const { id, judged } of requirements) {
      if (judged.by !== 'watching') continue;
      expect(judged.carriers.length, id).toBeGreaterThan(0);
      for (const carrier of judged.carriers) {
        const pattern = new RegExp(`^${carrier.replaceAll('*', '.*')}(/.*)?$`);
        expect(
          withCases.some((own) => pattern.test(own)),
          `${id} is carried by ${carrier}`,
        ).toBe(true);
      }
    }
  });

  it('are listed as they are, with what conforms and what does not', () => {
    const listed = engine.requirements();
    expect(listed.map(({ id }) => id)).toEqual(requirements.map(({ id }) => id));
    expect(listed.filter(({ conforms, breaches }) => conforms === '' || breaches === '').map(({ id }) => id)).toEqual(
      [],
    );
  });

  it('cover each row of the document, or a reason is given', () => {
    const open = engine.coverage().filter(({ requirements: own, reason }) => own.length === 0 && reason === null);
    expect(open.map(({ what }) => what)).toEqual([]);
  });
});
