import { answerOf } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { exitCodeOf } from '../../views/awaited-recommendation';
import { RECOMMENDATION_FIELDS, recommendationFields, tellingFields } from '../../views/recommendation-view';
import { ID } from '../host-argument';

export const recommendationRelease = defineCommand({
  usage: 'release <id>',
  describe: 'Give back all that a recommendation holds',
  examples: [['$0 recommendation release ID', 'its devices and its share of the host']],
  positionals: ID,
  options: {},
  output: 'show',
  columns: RECOMMENDATION_FIELDS,
  run: async ({ id }, { api, printer }) => {
    const client = await api();
    const released = await answerOf(client.POST('/v1/recommendations/{id}:release', { params: { path: { id } } }));
    printer.showTelling(recommendationFields(released), tellingFields);
    return exitCodeOf(released);
  },
});
