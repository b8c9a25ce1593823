import fc from 'fast-check';
import { intersectCpus, subtractCpus, uniteCpus } from './cpu-set-algebra';

const cpuSets = fc.uniqueArray(fc.nat({ max: 40 })).map((cpus) => cpus.sort((a, b) => a - b));

describe('CPU sets', () => {
  it('intersect, subtract and unite as sets do, in ascending order', () => {
    fc.assert(
      fc.property(cpuSets, cpuSets, (a, b) => {
        expect(intersectCpus(a, b)).toEqual(a.filter((cpu) => b.includes(cpu)));
        expect(subtractCpus(a, b)).toEqual(a.filter((cpu) => !b.includes(cpu)));
        expect(uniteCpus(a, b)).toEqual([...new Set([...a, ...b])].sort((x, y) => x - y));
      }),
    );
  });

  it('give the same array back when nothing falls away', () => {
    const cpus = [0, 1, 2];

    expect(intersectCpus(cpus, [0, 1, 2, 3])).toBe(cpus);
    expect(subtractCpus(cpus, [7])).toBe(cpus);
  });
});
