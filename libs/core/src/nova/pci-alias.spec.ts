import fc from 'fast-check';
import { flavorAliases, formatAliases } from './pci-alias';

describe('pci_passthrough:alias', () => {
  it.each([
    ['nvme:1', [{ alias: 'nvme', count: 1 }]],
    [
      'nvme:2, gpu-a:1',
      [
        { alias: 'nvme', count: 2 },
        { alias: 'gpu-a', count: 1 },
      ],
    ],
  ])('"%s" is read entry by entry', (text, expected) => {
    expect(flavorAliases({ 'pci_passthrough:alias': text })).toEqual(expected);
  });

  it('asks for nothing when it is not there', () => {
    expect(flavorAliases({ 'hw:cpu_policy': 'dedicated' })).toEqual([]);
  });

  it('is written with equal names added up, in order of first appearance', () => {
    const requests = [
      { alias: 'nvme', count: 1 },
      { alias: 'gpu', count: 1 },
      { alias: 'nvme', count: 2 },
    ];

    expect(formatAliases(requests)).toBe('nvme:3,gpu:1');
  });

  it('is read as it was written', () => {
    const request = fc.record({
      alias: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
      count: fc.integer({ min: 1, max: 9 }),
    });
    const requests = fc.uniqueArray(request, { selector: ({ alias }) => alias, minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(requests, (given) => {
        expect(flavorAliases({ 'pci_passthrough:alias': formatAliases(given) })).toEqual(given);
      }),
    );
  });
});
