import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { UserError } from './errors.js';

/**
 * Returns the text of a file, or of a pipe that was named as one, of at most `most` bytes.
 *
 * @throws UserError where it is larger; the error of the system where it cannot be read
 */
export async function readBounded(path: string, most: number): Promise<string> {
  const file = await open(path, constants.O_RDONLY);
  const tooLarge = (): UserError =>
    new UserError(`${path} is larger than ${Math.round(most / 1_048_576)} MiB`, 'Name another file.');
  try {
    if ((await file.stat()).size > most) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, null);
      if (bytesRead === 0) return Buffer.concat(chunks).toString('utf8');
      size += bytesRead;
      if (size > most) throw tooLarge();
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/**
 * Returns the text of a file in a folder of somebody else, of at most `most` bytes.
 *
 * @throws UserError where it is larger; an Error where it is no file, such as a pipe, which would never end
 */
export async function readRegular(path: string, most: number): Promise<string> {
  if (!(await stat(path)).isFile()) throw new Error(`${path} is no file`);
  return readBounded(path, most);
}
