import { defineCommand } from '../../command';
import { awaitDecision, exitCodeOf } from '../../views/awaited-recommendation';
import { RECOMMENDATION_FIELDS, recommendationFields, tellingFields } from '../../views/recommendation-view';
import { ID } from '../host-argument';

export const recommendationShow = defineCommand({
  usage: 'show <id>',
  describe: 'Show a recommendation',
  examples: [
    ['$0 recommendation show ID', 'where its VM should go, and why'],
    ['$0 recommendation show ID -c extra_specs -o json', 'what its flavor has to say'],
  ],
  positionals: ID,
  options: { wait: { type: 'number', default: 0, describe: 'Seconds to wait for the decision' } },
  output: 'show',
  columns: RECOMMENDATION_FIELDS,
  run: async ({ id, wait }, { api, printer }) => {
    const found = await awaitDecision(await api(), id, Date.now() + wait * 1000);
    printer.showTelling(recommendationFields(found), tellingFields);
    return exitCodeOf(found);
  },
});
