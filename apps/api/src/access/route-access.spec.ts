import { OPERATION_NAMES, ruleOf } from '@iopath/usecases';
import { routesOfTheApi } from './routes.fixture';

const routes = routesOfTheApi();

describe('the routes of the API', () => {
  it('say what they are for, each of them', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ access }) => access === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('are open to everybody for version discovery and probes only', () => {
    const open = routes.filter(({ access }) => access?.operation === 'public').map(({ name }) => name);

    expect(open.sort()).toEqual([
      'HealthController.health',
      'HealthController.prometheus',
      'HealthController.ready',
      'VersionsController.get',
      'VersionsController.list',
    ]);
  });

  it('use every operation of the policy', () => {
    const used = new Set<string>(routes.map(({ access }) => access?.operation ?? ''));

    expect(OPERATION_NAMES.filter((name) => !used.has(name))).toEqual(['io_advisor:host_name:view']);
  });

  // Nobody cuts hosts out of a text: whoever adds one has to ask `seesHosts` himself.
  it('answer with texts and streams about hosts only, but for artifacts and a chart that names none', () => {
    const texts = routes.filter(({ access }) => {
      if (access === undefined || access.isJson || access.operation === 'public') return false;
      return ruleOf(access.operation).isAboutHosts !== true;
    });

    expect(texts.map(({ name }) => name)).toEqual(['PathsChartController.paths', 'ArtifactsController.get']);
  });
});
