import { PROFILES } from '@iopath/core';
import type { StoredProfile } from '@iopath/usecases';
import { readDocument } from '../wire/read-document';
import { PutProfileDto } from './profile.dto';
import { fromProfile, toProfileDocument } from './profile.mapper';

const { name, version, ...DOCUMENT } = PROFILES.latency;
const STORED: StoredProfile = { ...PROFILES.latency, generation: 3, builtIn: true, createdAtMs: 0 };

function put(document: unknown) {
  const read = readDocument(PutProfileDto, document);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return toProfileDocument(read.document);
}

describe('a profile on the wire', () => {
  it('says which version it is, and which is current', () => {
    expect(fromProfile(STORED)).toMatchObject({ name, version, generation: 3, built_in: true });
  });

  it('may be put back as it was read', () => {
    expect(put(JSON.parse(JSON.stringify(fromProfile(STORED))))).toEqual(DOCUMENT);
  });

  it('weighs by 0 what it does not name, so that naming it by 0 is no change', () => {
    const { targets } = fromProfile(STORED);

    expect(put({ weights: { latency: 1 }, targets }).weights).toMatchObject({ latency: 1, scarcity: 0 });
    expect(put({ weights: { latency: 1 }, targets })).toEqual(put({ weights: { latency: 1, scarcity: 0 }, targets }));
  });

  it('gives what the product gives where it is silent', () => {
    const { weights, targets } = fromProfile(STORED);

    expect(put({ weights, targets }).defaults).toEqual(PROFILES.balanced.defaults);
  });
});
