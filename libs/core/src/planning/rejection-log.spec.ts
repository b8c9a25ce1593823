import { RejectionLog } from './rejection-log';

const NO_VF = { code: 'vf.none_free', required: '1 free VF', available: '0 of 8' };
const DRAINING = { code: 'host.not_active', required: 'active', available: 'draining' };

describe('the rejection log', () => {
  it('counts hosts once and paths each, with the first host as example', () => {
    const log = new RejectionLog(5);
    log.addPath('data', 'sriov_vf', NO_VF);
    log.addPath('mgmt', 'sriov_vf', NO_VF);
    log.endHost('compute-01');
    log.addPath('data', 'sriov_vf', NO_VF);
    log.endHost('compute-02');

    expect(log.rejectionCounts()).toEqual([
      {
        code: 'vf.none_free',
        hosts: 2,
        paths: 3,
        example: { hostName: 'compute-01', required: '1 free VF', available: '0 of 8' },
      },
    ]);
  });

  it('charges a host refused as a whole with every path that was asked for', () => {
    const log = new RejectionLog(5);
    log.addHost(DRAINING);
    log.endHost('compute-01');

    expect(log.rejectionCounts()).toMatchObject([{ code: 'host.not_active', hosts: 1, paths: 5 }]);
  });

  it('writes reasons that repeat over hosts once', () => {
    const log = new RejectionLog(1);
    for (const host of ['a', 'b', 'c']) {
      if (host !== 'c') log.addPath('data', 'sriov_vf', NO_VF);
      log.endHost(host);
    }

    expect(log.explanation()).toEqual({
      reasons: [[{ subject: 'data', path: 'sriov_vf', ...NO_VF }], []],
      hosts: { a: 0, b: 0, c: 1 },
    });
  });

  it('puts the most common reason first', () => {
    const log = new RejectionLog(1);
    log.addHost(DRAINING);
    log.endHost('a');
    for (const host of ['b', 'c']) {
      log.addPath('data', 'sriov_vf', NO_VF);
      log.endHost(host);
    }

    expect(log.rejectionCounts().map(({ code }) => code)).toEqual(['vf.none_free', 'host.not_active']);
  });
});
