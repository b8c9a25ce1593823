import type { CloudImage, CloudStock, Fault } from '@iopath/core';
import type { CloudReader } from '../ports/cloud-reader.port';
import { Refusal } from '../refusal';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** More candidates than this help nobody. */
const NAMED_CANDIDATES = 10;

/**
 * What the cloud has of what a realisation needs.
 *
 * @param image id or name
 * @throws Refusal invalid with `image.not_found` or `image.ambiguous`; CloudError
 */
export async function cloudStock(reader: CloudReader, image: string): Promise<CloudStock> {
  const [found, flavors, networks, extensions] = await Promise.all([
    findImage(reader, image),
    all(reader.flavors()),
    all(reader.networks()),
    reader.networkExtensions(),
  ]);
  return { image: found, flavors, networks, extensions };
}

async function findImage(reader: CloudReader, image: string): Promise<CloudImage> {
  const byId = UUID.test(image) ? await reader.image(image) : null;
  if (byId !== null) return byId;
  const namesakes = await all(reader.images({ name: image }));
  const [only] = namesakes;
  if (only === undefined) throw badImage('image.not_found', 'there is no image of this id or name');
  if (namesakes.length === 1) return only;
  const ids = namesakes.slice(0, NAMED_CANDIDATES).map(({ id }) => id);
  throw badImage('image.ambiguous', `${namesakes.length} images have this name: ${ids.join(', ')}`);
}

function badImage(code: string, message: string): Refusal {
  const fault: Fault = { pointer: '/image', code, message };
  return new Refusal('invalid', 'request.invalid', 'The image cannot be told.', [fault]);
}

export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
