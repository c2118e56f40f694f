import { section, table } from '../src/contract/clause.js';
import {
  crossedTexts,
  crossedTwice,
  crossedUpdates,
  crossedViolations,
  crossedWith,
  method,
  path,
  token,
} from '../src/contract/crossing.js';
import { updatesInSpecialForms, wrongInSpecialForms } from '../src/contract/special-forms.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import {
  answers,
  belowTheApiIfTolerated,
  methodNotAllowed,
  refuses,
  rejected,
  unknownService,
} from '../src/contract/then.js';
import { mappingsFrom } from '../src/contract/values.js';

/**
 * The dimensions of a request, crossed: framing, Content-Type, Accept, irrelevant headers, spelling, unknown members.
 * Neither acceptance nor refusal depends on them.
 */
export const crossings: Chapter['items'] = [
  must('crossed/accepted', {
    basis: 'protocol',
    clause: table(3),
    reading: 'R31',
    says: 'A legal update is accepted however it is framed, typed and spelt, and whatever accompanies it',
    given: crossedUpdates((context, n) => [
      { description: `Crossed ${n}` },
      { ports: mappingsFrom(context, 2, 47_500 + 3 * n), approval_enabled: n % 2 === 0 },
      { service_name: `crossed-${n}`, description: '', ports: mappingsFrom(context, 1, 48_500 + n) },
      { approval_enabled: n % 2 === 1, description: `Crossed/${n}`, service_name: `crossed_${n}` },
    ]),
    then: answers(200),
  }),
  must('crossed/violation', {
    basis: 'protocol',
    clause: table(3),
    reading: 'R7',
    says: 'A body that breaks a rule is rejected however it is framed, typed and spelt, and whatever accompanies it',
    given: crossedViolations(),
    then: rejected(),
  }),
  must('crossed/no-json', {
    basis: 'protocol',
    clause: table(3),
    reading: 'R8',
    says: 'A text that is not a body is rejected however it is framed and typed',
    given: crossedTexts('{"description":"cut', '', '[{"description":"a list"}]', '{"description":"two"} {}'),
    then: rejected(),
  }),
  must('crossed/token', {
    basis: 'protocol',
    needs: ['token'],
    clause: table(2, 'X-Auth-Token'),
    reading: 'R11',
    says: 'A request without a valid token is not authenticated, however the request is framed, typed and spelt',
    given: crossedWith(token(null), token('no-such-token'), token('{{token-cut}}'), token('')),
    then: refuses(401),
  }),
  must('crossed/foreign-token', {
    basis: 'protocol',
    needs: ['foreign-token'],
    clause: table(2, 'X-Auth-Token'),
    reading: 'R11',
    says: 'A token of another project is refused, however the request is framed, typed and spelt',
    given: crossedWith(token('{{foreign-token}}')),
    then: refuses(403, 401),
  }),
  must('crossed/project', {
    basis: 'protocol',
    clause: table(1, 'project_id'),
    reading: 'R11',
    says: "A project that is not the token's is refused, however the request is framed, typed and spelt",
    given: crossedWith(
      path('/v1/00000000000000000000000000000000/vpc-endpoint-services/{service_id}'),
      path('/v1/{project_id~changed-last~0}/vpc-endpoint-services/{service_id}'),
    ),
    then: refuses(400, 401, 403, 404),
  }),
  must('crossed/service', {
    basis: 'protocol',
    clause: table(1, 'vpc_endpoint_service_id'),
    reading: 'R20',
    says: 'A service that does not exist is not found, however the request is framed, typed and spelt',
    given: crossedWith(path('/v1/{project_id}/vpc-endpoint-services/3f2504e0-4f89-41d3-9a0c-0305e82c3301')),
    then: unknownService(),
  }),
  must('crossed/method', {
    basis: 'protocol',
    clause: section('Status codes', '405'),
    reading: 'R21',
    says: 'POST and PATCH are not allowed, however the request is framed, typed and spelt',
    given: crossedWith(method('POST'), method('PATCH')),
    then: methodNotAllowed(),
  }),
  must('crossed/two-wrongs', {
    basis: 'protocol',
    clause: section('Status codes'),
    reading: 'R11',
    says: 'A request with two errors is refused for one of them',
    given: crossedTwice(
      [
        [token(null)],
        [
          path('/v1/00000000000000000000000000000000/vpc-endpoint-services/{service_id}'),
          path('/v1/{project_id}/vpc-endpoint-services/3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
          path('/v1/00000000000000000000000000000000/vpc-endpoint-services/3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
        ],
        [method('POST')],
      ],
      ['{"description":"cut', '', '[]', '{"description":7}', '{"ports":[{"server_port":0}]}'],
    ),
    then: refuses(400, 401, 403, 404, 405),
  }),
  must('crossed/special-forms', {
    basis: 'protocol',
    needs: ['token'],
    clause: table(2, 'X-Auth-Token'),
    reading: 'R31',
    says: 'What must be refused is also refused in a form that some layer trusts, or reads differently',
    given: wrongInSpecialForms(
      [
        token(null),
        path('/v1/00000000000000000000000000000000/vpc-endpoint-services/{service_id}'),
        path('/v1/{project_id}/vpc-endpoint-services/3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
      ],
      ['{"description":"cut', '{"description":"no <angles>"}'],
    ),
    then: belowTheApiIfTolerated(400, 401, 403, 404),
  }),
  must('crossed/special-forms-accepted', {
    basis: 'protocol',
    clause: table(3),
    reading: 'R31',
    says: 'Irrelevant headers change nothing',
    given: updatesInSpecialForms(),
    then: answers(200),
  }),
];
