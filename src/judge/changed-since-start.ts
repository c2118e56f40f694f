import { checkConstant } from '../checks/state.js';
import { equal, member, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import type { Service } from './service.js';

/**
 * Findings for members that no update sets and that differ from the first read. None after a change of the backend,
 * which may come with different ones.
 */
export function changedSinceStart({ initial, operation, told }: Service, shown: JsonObject): Finding[] {
  const { backend } = operation;
  if (initial === null || (backend !== null && !equal(member(initial, backend), member(shown, backend)))) return [];
  // Reported for the update that changed a member, not for those that leave it changed.
  return checkConstant(operation, shown, initial).filter(({ pointer = '', received }) => {
    const known = told.get(pointer) === received;
    told.set(pointer, received);
    return !known;
  });
}
