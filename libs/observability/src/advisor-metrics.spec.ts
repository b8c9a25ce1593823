import { AdvisorMetrics } from './advisor-metrics';

describe('the metrics', () => {
  it('count decisions by how they ended, with the time and the stale plans they took', async () => {
    const metrics = new AdvisorMetrics();
    metrics.decided('r1', 'ready', 20, 2);
    metrics.decided('r2', 'ready', 400, 1);
    metrics.decided('r3', 'no_valid_host', 3, 0);
    metrics.planningFailed('r4', new Error('defect'), false);
    metrics.planningFailed('r4', new Error('defect'), true);

    const { text } = await metrics.render();

    expect(text).toContain('advisor_decisions_total{status="ready"} 2');
    expect(text).toContain('advisor_decisions_total{status="no_valid_host"} 1');
    expect(text).toContain('advisor_decisions_total{status="failed"} 1');
    expect(text).toContain('advisor_stale_plans_total 3');
    expect(text).toContain('advisor_planning_failures_total 2');
    expect(text).toContain('advisor_decision_duration_seconds_bucket{le="0.025"} 2');
  });

  it('time what was served, by route', async () => {
    const metrics = new AdvisorMetrics();
    metrics.served('GET', '/v1/hosts/:host_name', 200, 4);

    expect((await metrics.render()).text).toContain(
      'advisor_http_request_duration_seconds_count{method="GET",route="/v1/hosts/:host_name",status="200"} 1',
    );
  });

  it('time exchanges with the cloud, by service and how they ended', async () => {
    const metrics = new AdvisorMetrics();
    metrics.cloudCalled({ service: 'compute', method: 'GET', status: 200, durationMs: 30 });
    metrics.cloudCalled({ service: 'compute', method: 'GET', status: null, durationMs: 5_000 });

    const { text } = await metrics.render();
    const count = 'advisor_cloud_call_duration_seconds_count{service="compute",method="GET"';
    expect(text).toContain(`${count},status="200"} 1`);
    expect(text).toContain(`${count},status="none"} 1`);
  });

  it('are of the process that asks, however many there are in it', async () => {
    new AdvisorMetrics().decided('r1', 'ready', 1, 0);

    expect((await new AdvisorMetrics().render()).text).not.toContain('status="ready"');
  });
});
