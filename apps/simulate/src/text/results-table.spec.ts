import type { ReplayResult } from '../replay/replay-result';
import { resultsTable } from './results-table';

const RESULT: ReplayResult = {
  policy: 'nova',
  requests: 200,
  accepted: 150,
  byNeed: {},
  rejected: { 'vf.none_free': 40, 'capacity.memory': 10 },
  latency: { asked: 80, met: 60, metOnArrival: 61 },
  strandedVfs: { average: 2.25, atTheEnd: 3 },
  hostsInUse: { average: 9.96, atTheEnd: 10 },
  vmsAtTheEnd: 100,
  moves: 0,
  decisionMs: { mean: 0.125, p99: 1 },
};

describe('the table of a simulation', () => {
  it('is Markdown, with what kept requests out below', () => {
    expect(resultsTable([RESULT]).split('\n')).toEqual([
      '200 VMs asked for a place, 80 of them for a latency.',
      '',
      '| policy | accepted |     % | latency met |     % | stranded VFs | at the end | hosts in use | moves | ms a decision |',
      '| ------ | -------: | ----: | ----------: | ----: | -----------: | ---------: | -----------: | ----: | ------------: |',
      '| nova   |      150 | 75.00 |          60 | 75.00 |          2.3 |          3 |         10.0 |     0 |          0.13 |',
      '',
      '- nova: 50 rejected, by vf.none_free 40, capacity.memory 10',
      '',
    ]);
  });

  it('of nothing is nothing', () => {
    expect(resultsTable([])).toBe('');
  });
});
