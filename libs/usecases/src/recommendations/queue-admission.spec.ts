import { FakeBacklog } from '@iopath/testing';
import { QueueAdmission } from './queue-admission';

describe('QueueAdmission', () => {
  let backlog: FakeBacklog;
  let nowMs: number;
  let admission: QueueAdmission;

  beforeEach(() => {
    backlog = new FakeBacklog();
    nowMs = 10_000;
    admission = new QueueAdmission({ backlog, limits: { total: 100, perProject: 20 }, clock: () => nowMs });
  });

  const part = (projectId: string, undecided: number, priority: 'interactive' | 'batch' = 'interactive') => ({
    projectId,
    priority,
    undecided,
    oldestMs: 0,
  });
  const letIn = async (projectId: string, times: number) => {
    for (let time = 0; time < times; time++) {
      expect(await admission.refusalFor(projectId)).toBeNull();
      admission.letIn(projectId);
    }
  };

  it('lets requests in up to the limit of their project, interactive and batch together', async () => {
    backlog.parts = [part('p1', 10), part('p1', 8, 'batch'), part('p2', 1)];
    await letIn('p1', 2);

    expect(await admission.refusalFor('p1')).toMatchObject({ kind: 'too_many', code: 'queue.project_full' });
    expect(await admission.refusalFor('p2')).toBeNull();
  });

  it('lets requests in up to the limit over all projects', async () => {
    backlog.parts = Array.from({ length: 6 }, (_, index) => part(`p${index}`, 16));
    await letIn('p1', 4);

    expect(await admission.refusalFor('p7')).toMatchObject({ kind: 'too_many', code: 'queue.full' });
  });

  it('counts once a second, however many ask', async () => {
    await Promise.all([admission.refusalFor('p1'), admission.refusalFor('p2')]);
    nowMs += 999;
    await admission.refusalFor('p1');

    expect(backlog.reads).toBe(1);

    nowMs += 1;
    await admission.refusalFor('p1');

    expect(backlog.reads).toBe(2);
  });

  it('lets requests in again once the next count says that there is room', async () => {
    backlog.parts = [part('p1', 20)];
    expect(await admission.refusalFor('p1')).not.toBeNull();
    backlog.parts = [part('p1', 19)];
    nowMs += 1_000;
    await letIn('p1', 1);

    expect(await admission.refusalFor('p1')).toMatchObject({ code: 'queue.project_full' });
  });

  it('does not forget what was let in while the queue was counted', async () => {
    backlog.parts = [part('p1', 19)];
    await letIn('p2', 1);
    nowMs += 1_000;
    backlog.whileReading = () => admission.letIn('p1');

    expect(await admission.refusalFor('p1')).toMatchObject({ code: 'queue.project_full' });
  });

  it.each`
    decided | retryAfterS | because
    ${0}    | ${60}       | ${'nobody decides anything'}
    ${3}    | ${20}       | ${'a tenth of the project limit, 2 requests, takes 20 s at 0.1/s'}
    ${900}  | ${1}        | ${'30 are decided a second'}
  `(
    'says to come back after $retryAfterS s when $decided were decided in half a minute: $because',
    async ({ decided, retryAfterS }: { decided: number; retryAfterS: number }) => {
      backlog.parts = [part('p1', 20)];
      backlog.decided = decided;

      expect(await admission.refusalFor('p1')).toMatchObject({ retryAfterS });
    },
  );
});
