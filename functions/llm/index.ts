import { connectBackends } from '../../lib/backends/connect.ts';
import { createAskToCancel } from '../../lib/bus/cancels.ts';
import { queueReadings } from '../../lib/models/scheduler/queue-readings.ts';
import { llm } from '../../lib/routes/llm.ts';
import { start } from '../../lib/start.ts';
import { chatCompletions } from './chat-completions.ts';
import { createKnownModels } from './known-models.ts';
import { createModelHost } from './model-host.ts';
import { embeddings } from './embeddings.ts';
import { models } from './models.ts';
import { modelsLoad } from './models-load.ts';
import { modelsProfile } from './models-profile.ts';
import { modelsProfileApply } from './models-profile-apply.ts';
import { modelsProfileUpdate } from './models-profile-update.ts';
import { modelsQueue } from './models-queue.ts';
import { modelsSchema } from './models-schema.ts';
import { modelsUnload } from './models-unload.ts';
import { requestsCancel } from './requests-cancel.ts';
import { v1Model } from './v1-model.ts';
import { v1Models } from './v1-models.ts';

start('llm', llm, (env, log, running, bus) => {
  const backends = connectBackends(env, log, bus);
  const host = createModelHost(backends, env, log);
  const readModels = createKnownModels(backends, host, log);
  return {
    handlers: {
      chatCompletions: chatCompletions(host),
      embeddings: embeddings(backends),
      requestsCancel: requestsCancel(running, createAskToCancel(bus)),
      v1Models: v1Models(readModels),
      v1Model: v1Model(readModels),
      models: models(host),
      modelsQueue: modelsQueue(host),
      modelsLoad: modelsLoad(host),
      modelsUnload: modelsUnload(host),
      modelsSchema: modelsSchema(host),
      modelsProfile: modelsProfile(host),
      modelsProfileUpdate: modelsProfileUpdate(host),
      modelsProfileApply: modelsProfileApply(host),
    },
    readings: () => [...backends.readings(), ...queueReadings(host.scheduler.snapshot())],
    close: async () => {
      await host.scheduler.close();
      await backends.close();
    },
  };
});
