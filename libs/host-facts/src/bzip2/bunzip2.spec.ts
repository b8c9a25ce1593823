import { Bzip2Error } from './bit-reader';
import { bunzip2 } from './bunzip2';

/** Packed by bzip2 1.0.8. */
const TWO_LINES = 'QlpoOTFBWSZTWTKO2xIAAAlLgAAQYAIAAKYDggAgADEDQNAKqNAMkRhxt1LykpUfF3JFOFCQMo7bEg==';
const REPEATED = 'QlpoOTFBWSZTWa0AKvUAAAPRAMAAACAwAAAIoAAhkxqDAL1SxHmQ8XckU4UJCtACr1A=';
const NOTHING = 'QlpoORdyRThQkAAAAAA=';
/** 40 MiB of zeros. */
const ZEROS = 'QlpoOTFBWSZTWVfG138BQUFAgMAAAAEACCAAMMwFKaZAkCbFAkCeLuSKcKEgr42u/g==';

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');
const unpack = (bytes: Uint8Array) => Buffer.concat([...bunzip2(bytes)]);

/** Any other error than the decoder's own is one of the decoder. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    return unpack(bytes).toString();
  } catch (error) {
    if (error instanceof Bzip2Error) return 'refused';
    throw error;
  }
}

describe('bzip2', () => {
  it('gives back what was packed', () => {
    expect(unpack(bytesOf(TWO_LINES)).toString()).toBe('numa_node=0\nnuma_node=1\n');
    expect(unpack(bytesOf(NOTHING))).toHaveLength(0);
  });

  it('repeats what was packed as repeated', () => {
    expect(unpack(bytesOf(REPEATED))).toEqual(Buffer.from(`${'a'.repeat(300)}bbbb\x00\xff`, 'latin1'));
  });

  it('reads streams one after another, and leaves alone what follows the last', () => {
    const several = [TWO_LINES, NOTHING, TWO_LINES].map(bytesOf);
    expect(unpack(Buffer.concat([...several, Buffer.from('padding')])).toString()).toBe(
      'numa_node=0\nnuma_node=1\nnuma_node=0\nnuma_node=1\n',
    );
  });

  it('gives as much of a bomb as is asked for', () => {
    const pieces = bunzip2(bytesOf(ZEROS));
    const first = pieces.next().value;
    expect(first?.length).toBeGreaterThan(0);
    expect(first?.length).toBeLessThanOrEqual(64 * 1024);
    pieces.return();
  });

  it('refuses what breaks off, wherever it does', () => {
    const whole = bytesOf(TWO_LINES);
    for (let length = 0; length < whole.length; length++) {
      expect(() => unpack(whole.subarray(0, length))).toThrow(Bzip2Error);
    }
  });

  it('refuses what was changed, but for bits that say nothing', () => {
    const whole = bytesOf(TWO_LINES);
    const outcomes = Array.from(whole).flatMap((byte, at) =>
      [0x01, 0x80, 0xff].map((change) => outcomeOf(Buffer.from(whole).fill(byte ^ change, at, at + 1))),
    );
    expect(new Set(outcomes)).toEqual(new Set(['refused', 'numa_node=0\nnuma_node=1\n']));
  });

  it('refuses a stream without end of empty streams', () => {
    expect(() => unpack(Buffer.concat(Array.from({ length: 10_001 }, () => bytesOf(NOTHING))))).toThrow(/streams/);
  });
});
