import { section, table } from '../src/contract/clause.js';
import { onPath, onUnknownProject, onUnknownService } from '../src/contract/headers.js';
import { everyNearMissOf, underEncoded } from '../src/contract/near.js';
import { everyBreachOf } from '../src/contract/parameters.js';
import { chapter, must } from '../src/contract/requirement.js';
import { aChange, aLongBody, aStoredChange } from '../src/contract/scenarios.js';
import { all } from '../src/contract/sent.js';
import { answers, leadsBackOrNowhere, refuses, unknownService } from '../src/contract/then.js';

const project = table(1, 'project_id');
const service = table(1, 'vpc_endpoint_service_id');

/** The URI and its two parameters (Table 1). */
export const path = chapter('path', [
  must('project-unknown', {
    clause: project,
    basis: 'documented',
    reading: 'R11',
    says: 'A project that does not exist is refused',
    given: all(
      onPath(
        [
          '/v1/00000000000000000000000000000000/vpc-endpoint-services/{service_id}',
          '/v1/{project_id}0/vpc-endpoint-services/{service_id}',
          '/v1/no-such-project/vpc-endpoint-services/{service_id}',
          '/v1/{project_id}%00/vpc-endpoint-services/{service_id}',
        ],
        aChange(),
      ),
      onUnknownProject(aLongBody()),
    ),
    then: refuses(400, 401, 403, 404),
  }),
  must('project-empty', {
    clause: project,
    basis: 'documented',
    reading: 'R11',
    says: 'An empty project id is refused',
    given: onPath(['/v1//vpc-endpoint-services/{service_id}'], aChange()),
    then: refuses(400, 401, 403, 404),
  }),
  must('project-upper-case', {
    clause: project,
    basis: 'sanity',
    reading: 'R11',
    says: 'The project id in upper case leads to the service under test, or is refused',
    given: onPath(
      ['/v1/{PROJECT_ID}/vpc-endpoint-services/{service_id}'],
      aStoredChange('under an upper-case project id'),
    ),
    then: refuses(200, 400, 401, 403, 404),
  }),
  must('project-encoded', {
    clause: project,
    basis: 'protocol',
    reading: 'R11',
    says: 'The project id with a character that is percent-encoded leads to the service under test, or is refused',
    given: underEncoded('project_id', 1, aStoredChange('under an encoded project id')),
    then: refuses(200, 400, 401, 403, 404),
  }),
  everyBreachOf('project_id', { broken: refuses(400, 401, 403, 404), unknown: refuses(400, 401, 403, 404) }),
  everyNearMissOf('project_id', {
    kinds: ['other', 'blank'],
    basis: 'documented',
    then: refuses(400, 401, 403, 404),
  }),
  must('service-unknown', {
    clause: service,
    basis: 'documented',
    reading: 'R20',
    says: 'A service that does not exist is not found',
    given: all(
      onPath(
        [
          '/v1/{project_id}/vpc-endpoint-services/3f2504e0-4f89-41d3-9a0c-0305e82c3301',
          '/v1/{project_id}/vpc-endpoint-services/9b2d6f1a-7c3e-4d58-8a41-5e0f9c7b2d13',
          '/v1/{project_id}/vpc-endpoint-services/ffffffff-ffff-4fff-bfff-ffffffffffff',
        ],
        aChange(),
      ),
      onUnknownService(aLongBody()),
    ),
    then: unknownService(),
  }),
  must('service-no-uuid', {
    clause: service,
    basis: 'documented',
    reading: 'R20',
    says: 'A service id that is not a UUID is rejected or not found',
    given: onPath(
      [
        '/v1/{project_id}/vpc-endpoint-services/not-a-uuid',
        '/v1/{project_id}/vpc-endpoint-services/{service_id}%0A',
        '/v1/{project_id}/vpc-endpoint-services/{service_id}0',
        '/v1/{project_id}/vpc-endpoint-services/%7B{service_id}%7D',
        '/v1/{project_id}/vpc-endpoint-services/{service_id}%20',
        '/v1/{project_id}/vpc-endpoint-services/%27%20OR%201=1--',
        '/v1/{project_id}/vpc-endpoint-services/%00',
        '/v1/{project_id}/vpc-endpoint-services/%ff%fe',
        '/v1/{project_id}/vpc-endpoint-services/%E4%B8%AD%E6%96%87',
        '/v1/{project_id}/vpc-endpoint-services/{service_id}%00',
      ],
      aChange(),
    ),
    then: refuses(400, 404),
  }),
  must('service-over-long', {
    clause: service,
    basis: 'sanity',
    reading: 'R20',
    says: 'A service id of 300 characters is rejected or not found',
    given: onPath([`/v1/{project_id}/vpc-endpoint-services/${'a'.repeat(300)}`], aChange()),
    then: refuses(400, 404),
  }),
  must('service-upper-case', {
    clause: service,
    basis: 'sanity',
    reading: 'R20',
    says: 'The service id in upper case leads to the service under test, or is refused',
    given: onPath(['/v1/{project_id}/vpc-endpoint-services/{SERVICE_ID}'], aStoredChange('under an upper-case id')),
    then: refuses(200, 400, 404),
  }),
  must('service-encoded', {
    clause: service,
    basis: 'protocol',
    reading: 'R20',
    says: 'The service id with a character that is percent-encoded leads to the service under test, or to nothing',
    given: underEncoded('vpc_endpoint_service_id', 1, aStoredChange('under an encoded id')),
    then: refuses(200, 400, 404),
  }),
  must('service-encoded-twice', {
    clause: service,
    basis: 'protocol',
    reading: 'R20',
    says: 'A service id that is percent-encoded twice is a different id',
    given: underEncoded('vpc_endpoint_service_id', 2, aChange()),
    then: refuses(400, 404),
  }),
  everyBreachOf('vpc_endpoint_service_id', { broken: refuses(400, 404), unknown: unknownService() }),
  everyNearMissOf('vpc_endpoint_service_id', {
    kinds: ['other', 'blank'],
    basis: 'documented',
    then: refuses(400, 404),
  }),
  // A service that accepts the id in upper case (R20) hardly distinguishes it from one in mixed case.
  everyNearMissOf('vpc_endpoint_service_id', {
    kinds: ['case'],
    level: 'SHOULD',
    basis: 'documented',
    then: refuses(400, 404),
  }),
  must('service-trailing-slash', {
    clause: section('URI'),
    basis: 'sanity',
    reading: 'R20',
    says: 'The path with a trailing slash leads to the service under test, or to nothing',
    given: onPath(['/v1/{project_id}/vpc-endpoint-services/{service_id}/'], aStoredChange('with a trailing slash')),
    then: refuses(200, 400, 404),
  }),
  must('service-query', {
    clause: section('URI'),
    basis: 'sanity',
    reading: 'R20',
    says: 'An added query string is ignored or refused',
    given: onPath(
      ['/v1/{project_id}/vpc-endpoint-services/{service_id}?dry_run=true&description=other'],
      aStoredChange('with a query string'),
    ),
    then: refuses(200, 400, 404),
  }),
  must('service-encoded-slash', {
    clause: section('URI'),
    basis: 'sanity',
    reading: 'R20',
    says: 'An encoded slash separates nothing',
    given: onPath(
      [
        '/v1/{project_id}/vpc-endpoint-services%2F{service_id}',
        '/v1/{project_id}/vpc-endpoint-services/{service_id}%2F..',
      ],
      aStoredChange('behind an encoded slash'),
    ),
    then: refuses(200, 400, 404),
  }),
  must('service-dot-segments', {
    clause: section('URI'),
    basis: 'sanity',
    reading: 'R20',
    says: 'A path with dot segments leads to the service under test, or to nothing',
    given: onPath(
      [
        '/v1/{project_id}/vpc-endpoint-services/./{service_id}',
        '/v1/{project_id}/vpc-endpoint-services/other/../{service_id}',
        '/v1/other/../{project_id}/vpc-endpoint-services/{service_id}',
      ],
      aStoredChange('behind dot segments'),
    ),
    then: leadsBackOrNowhere(),
  }),
  must('service-empty', {
    clause: service,
    basis: 'sanity',
    reading: 'R20',
    says: 'Without a service id nothing is updated',
    given: onPath(['/v1/{project_id}/vpc-endpoint-services/', '/v1/{project_id}/vpc-endpoint-services'], aChange()),
    then: answers(400, 404, 405),
  }),
]);
