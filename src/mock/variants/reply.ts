import { inChapter, type Variant } from '../catalogue.js';
import { showing } from '../changes.js';
import type { Change } from '../behaviour.js';

const decorated = (prefix: string): Change =>
  showing((shown, _, { id }) => {
    const name = String(shown['service_name']);
    return { ...shown, service_name: name === '' ? `${prefix}.${id}` : `${prefix}.${name}.${id}` };
  });

const only = (names: readonly string[]): Change =>
  showing((shown) => Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name))));

const required = [
  'id',
  'port_id',
  'vpc_id',
  'pool_id',
  'status',
  'approval_enabled',
  'service_name',
  'service_type',
  'server_type',
  'project_id',
  'created_at',
  'ports',
];

/** What the reply to an update may look like (R15, R22 to R27). */
export const replyVariants: readonly Variant[] = inChapter('reply', [
  {
    id: 'decorated-names',
    says: 'service_name is shown as region.name.id, and as region.id when it is empty',
    change: decorated('cn-north-4'),
  },
  {
    id: 'decorated-names-dotted-prefix',
    says: 'service_name is shown decorated, with a prefix that has a dot itself',
    change: decorated('br-abc-aaa1.cn-north-4'),
  },
  {
    id: 'minimal-reply',
    says: 'The reply has only the members of the documented example, and description where one is set',
    change: (before) => ({
      represent: (service, state, x) => {
        const shown = only([...required, 'description'])(before).represent?.(service, state, x) ?? {};
        if (shown['description'] === '') delete shown['description'];
        return shown;
      },
    }),
  },
]);
