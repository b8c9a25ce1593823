import { createHash } from 'node:crypto';
import type { ReplanResult, StuckVm } from '@iopath/core';
import { REPORT_POLICY, reportPage } from './report-page';
import { aPlan, aStep, twoHosts } from './spec-plan';

function page(result: ReplanResult | null, hosts = twoHosts()): string {
  const planned = { reason: 'drain', status: 'planned', requestedAtMs: 0, plannedAtMs: 1_000 } as const;
  return reportPage({ id: 'id-1', ...planned, result, hosts });
}

const NASTY = `<script>alert("x")</script>&'\u0000`;
const text = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('the report of a plan', () => {
  it('says what it comes to, and how good any plan could be', () => {
    const said = text(page(aPlan()));

    expect(said).toContain('Everything that has to move does, in 1 step.');
    expect(said).toContain('points 3 no plan is below 2.5 gap 20 %');
    expect(said).toContain('proven by a linear relaxation. The points are made of: disruption by moves 3.');
  });

  it('compares the fleet before and after', () => {
    const said = text(page(aPlan()));

    expect(said).toContain('hosts in use 2 1 -1');
    expect(said).toContain('free huge pages of 2048 KiB 512 1024 +512');
    expect(said).toContain('of 4 rejected requests, those that would fit 1 3 +2');
    expect(said).toContain('Freed: compute-1.');
  });

  it('shows hosts with what is taken of them by node, before and after', () => {
    const said = text(page(aPlan()));

    expect(said).toContain('compute-1 1 VM leaves');
    expect(said).toContain('node 0: VFs 1 of 4 0 of 4');
    expect(said).toContain('compute-2 1 VM comes');
    expect(said).toContain('node 0: VFs 0 of 4 1 of 4');
  });

  it('says so when VMs are elsewhere by now', () => {
    const [, empty] = twoHosts();
    const moved = page(aPlan(), empty === undefined ? [] : [{ ...empty, hostName: 'compute-1' }, empty]);

    expect(text(page(aPlan()))).not.toContain('The fleet has moved on');
    expect(text(moved)).toContain('The fleet has moved on since this was planned');
  });

  it('has a line for each step, with what it waits for', () => {
    const second = aStep({
      id: 's2',
      isTemporary: true,
      waitsFor: [{ step: 's1', reason: 'VF 0000:3b:01.2 of compute-2' }],
    });
    const said = text(page(aPlan({ steps: [aStep(), second] })));

    expect(said).toContain('1 s to 90 s the VF is away data: vf 0000:3b:01.2');
    expect(said).toContain('compute-2 for the time being');
    expect(said).toContain('s1 VF 0000:3b:01.2 of compute-2');
  });

  it('says why VMs cannot move, and who is in whose way', () => {
    const { vm } = aStep();
    const stuck: StuckVm = {
      vm,
      hostName: 'compute-1',
      code: 'vm.in_cycle',
      detail: 'It and others wait for each other.',
      rejections: [
        {
          code: 'vf.none_free',
          hosts: 7,
          paths: 7,
          example: { hostName: 'compute-9', required: '1 free VF', available: '0 of 8' },
        },
      ],
      relaxations: [],
      inTheWay: [vm, { ...vm, name: 'db-2' }],
    };
    const said = text(page(aPlan({ status: 'partial', stuck: Array.from({ length: 12 }, () => stuck) })));

    expect(said).toContain('12 VMs cannot move; 1 step for the others.');
    expect(said).toContain('In each other&#39;s way'.replace('&#39;', "'") + ': db-1, db-2.');
    expect(said).toContain('vf.none_free 7 compute-9: needs 1 free VF, has 0 of 8');
    expect(said.match(/It and others wait for each other/g)).toHaveLength(12);
  });
});

describe('the graph of moves', () => {
  const boxes = (html: string): number => html.match(/<g class="box/g)?.length ?? 0;
  const chain = (length: number) =>
    Array.from({ length }, (_, at) =>
      aStep({ id: `s${at + 1}`, waitsFor: at === 0 ? [] : [{ step: `s${at}`, reason: 'room' }] }),
    );

  it('has a box for each step and an arrow for each wait', () => {
    const html = page(aPlan({ steps: chain(3) }));

    expect(boxes(html)).toBe(3);
    expect(html.match(/<g class="arrow">/g)).toHaveLength(2);
  });

  it('of a large plan has a box for each host, and the moves between them counted', () => {
    const html = page(aPlan({ steps: chain(41) }));

    expect(boxes(html)).toBe(2);
    expect(html).toContain('<title>41 moves from compute-1 to compute-2</title>');
  });

  it('leaves out many steps that have nothing to do with each other', () => {
    const loose = Array.from({ length: 9 }, (_, at) => aStep({ id: `loose-${at}` }));

    expect(boxes(page(aPlan({ steps: [...chain(2), ...loose] })))).toBe(2);
    expect(text(page(aPlan({ steps: loose })))).toContain('9 steps wait for nothing, and nothing waits for them');
  });

  it('is not there where nothing moves', () => {
    expect(text(page(aPlan({ steps: [] })))).toContain('Nothing moves.');
  });
});

describe('the answers to questions', () => {
  const basis = { fleetDigest: 'f1', modelVersion: '2.0.0' };

  it('tell how many fit, where, and what runs out', () => {
    const example = { hostName: 'compute-1', required: '1 free VF', available: '0 of 8' };
    const bottleneck = [{ code: 'vf.none_free', hosts: 2, paths: 2, example }];
    const byHost = [{ hostName: 'compute-1', vms: 3 }];
    const answer = { kind: 'capacity', fits: 3, isAll: true, byHost, bottleneck, relaxations: [], ...basis } as const;

    expect(text(page(answer))).toContain('3 more VMs of this request fit');
    expect(text(page(answer))).toContain('vf.none_free 2 compute-1: needs 1 free VF, has 0 of 8');
    expect(text(page({ ...answer, isAll: false }))).toContain('At least 3 more VMs');
  });

  it('tell which changes let rejected requests in', () => {
    const changes = [{ change: '4 more VFs', changes: [], costs: 'a drain', unlocks: ['a', 'b'] }];
    const answer = { kind: 'unlock', days: 7, rejected: 5, stillRejected: 4, isAll: true, changes, ...basis } as const;

    expect(text(page(answer))).toContain('In the last 7 days 5 requests were rejected; 4 of them still find no place.');
    expect(text(page(answer))).toContain('4 more VFs 2 a drain');
  });

  it('tell that there is none yet', () => {
    expect(text(page(null))).toContain('There is no result yet.');
  });
});

describe('the page', () => {
  it('is the same for the same plan', () => {
    expect(page(aPlan())).toBe(page(aPlan()));
  });

  it('lets nothing that tenants choose be more than text', () => {
    const { vm } = aStep();
    const html = page(aPlan({ steps: [aStep({ vm: { ...vm, name: NASTY, projectId: NASTY } })] }));

    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;\uFFFD');
  });

  it('loads nothing, and no other style than its own is allowed', () => {
    const html = page(aPlan());
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';

    expect(html).not.toMatch(/\s(?:src|href|style|on\w+)=|url\((?!#)|@import|https?:/);
    expect(REPORT_POLICY).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(REPORT_POLICY).toMatch(/^default-src 'none';/);
  });
});
