import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { UserError } from './errors.js';

/** Opens a file for reading without waiting for a pipe's writer. Windows has no such flag. */
export const OPEN_AT_ONCE = constants.O_RDONLY | ((constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0);

/**
 * Returns the text of a file, or of a pipe that the user named, of at most `most` bytes.
 *
 * @throws UserError if it is larger; the system error if it cannot be read
 */
export async function readBounded(path: string, most: number): Promise<string> {
  const file = await open(path, constants.O_RDONLY);
  try {
    return await textOf(file, path, most);
  } finally {
    await file.close();
  }
}

/**
 * Returns the text of a file that nobody named, or that lies in somebody else's folder, of at most `most` bytes.
 *
 * @throws UserError if it is larger, or is not a regular file, such as a pipe, which might never end; the system error
 * if it cannot be read
 */
export async function readRegular(path: string, most: number): Promise<string> {
  const file = await open(path, OPEN_AT_ONCE);
  try {
    if (!(await file.stat()).isFile())
      throw new UserError(`${path} is not a regular file`, 'Remove it, or name another one.');
    return await textOf(file, path, most);
  } finally {
    await file.close();
  }
}

async function textOf(file: FileHandle, path: string, most: number): Promise<string> {
  const tooLarge = (): UserError =>
    new UserError(`${path} is larger than ${Math.round(most / 1_048_576)} MiB`, 'Name another file.');
  if ((await file.stat()).size > most) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, null);
    if (bytesRead === 0) return textIn(Buffer.concat(chunks), path);
    size += bytesRead;
    if (size > most) throw tooLarge();
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

const MARK = Buffer.from('\ufeff');

/**
 * Returns the text of a file, without the byte order mark that some editors add.
 *
 * @throws UserError if it is UTF-16, as Windows PowerShell 5 writes what is redirected to a file
 */
export function textIn(bytes: Buffer, path: string): string {
  const [first = 1, second = 1] = bytes;
  if (first === 0 || second === 0 || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new UserError(
      `${path} is UTF-16, not UTF-8`,
      'Save it as UTF-8; in PowerShell, write it with Set-Content -Encoding utf8 instead of >.',
    );
  }
  return bytes.toString('utf8', bytes.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0);
}
