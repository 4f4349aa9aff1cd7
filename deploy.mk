# Building images and running Synapse on a cluster; docs/DEPLOYMENT.md tells the order. Included by the Makefile.
.PHONY: preflight build-gateway push pin image-check release-gateway-remote gateway-secrets deploy deploy-cluster-config \
  deploy-phase1 deploy-infra deploy-gateway-secrets deploy-terminal-feed-bus deploy-embed deploy-llm deploy-gateway \
  deploy-tts deploy-stt deploy-speaker deploy-audio test-health test-embed test-tts show-routes status restart backup-voices restore-voices undeploy \
  logs logs-embed logs-llm logs-gateway logs-feed-bus logs-tts logs-stt logs-speaker logs-audio

OVERLAY ?= homelab
NAMESPACE ?= llm-infra
KUBECTL ?= kubectl
REGISTRY ?= registry.arunlabs.com
TAG ?= 1.0.0
BUILDER ?= docker
FORGE_HOST ?= forge
REMOTE_DIR ?=
GATEWAY_REMOTE_TAG ?=
GATEWAY_SECRETS_FILE ?= gateway-secrets.yaml
FILE ?= voices.tar
FUNCTIONS ?= health llm voices tts stt speakers audio dashboard embedded
# What a question names, so that the wrong cluster is seen before it is answered.
CLUSTER = cluster $(shell $(KUBECTL) config current-context 2>/dev/null || echo without a name)
export OVERLAY NAMESPACE KUBECTL REGISTRY TAG BUILDER FORGE_HOST REMOTE_DIR GATEWAY_REMOTE_TAG FUNCTIONS

preflight: ## Look whether the cluster has what OVERLAY needs
	@scripts/preflight.sh

build-gateway: ## Build the functions' images (BUILDER, REGISTRY, TAG, FUNCTIONS)
	@# Times are those of the commit: BuildKit reads the variable, podman and buildah the flag.
	@export SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 0); times=; \
	case '$(BUILDER)' in *podman|*buildah) times="--timestamp $$SOURCE_DATE_EPOCH";; esac; \
	for fn in $(FUNCTIONS); do \
	  target=function; [ $$fn = embedded ] && target=embedded; \
	  $(BUILDER) build $$times --target $$target --build-arg FUNCTION=$$fn --build-arg REVISION=$$(git rev-parse HEAD) \
	    -t $(REGISTRY)/synapse-$$fn:$(TAG) . || exit 1; \
	done

push: build-gateway ## Build and push the images (REGISTRY=…)
	@scripts/push-images.sh

pin: install ## Write the digests of the pushed images into OVERLAY
	@scripts/pin-pushed.sh

image-check: setup ## Build and run the images on this machine, without a daemon (root, Debian)
	@scripts/image-check.sh $(IMAGES)

release-gateway-remote: install ## Build and push on FORGE_HOST by ssh, roll out here
	@scripts/release-gateway-remote.sh

gateway-secrets: install ## Write GATEWAY_SECRETS_FILE with random values
	@scripts/gateway-secrets.sh '$(GATEWAY_SECRETS_FILE)'

deploy: deploy-infra deploy-gateway-secrets ## Deploy everything of OVERLAY
	@scripts/deploy.sh all

deploy-cluster-config: ## Set the Knative flags and limits that Synapse needs; asks
	@scripts/ask.sh knative 'This changes config-features, config-defaults and the activator of Knative in $(CLUSTER); its flags cannot safely be taken back.'
	@$(KUBECTL) apply --server-side --field-manager=synapse -k kustomize/cluster
	@# An activator that is told to stop gives its requests this long; its manifest says 600.
	@$(KUBECTL) -n knative-serving patch deployment activator --type merge \
	  -p '{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":3600}}}}'

deploy-infra: ## Namespace, accounts, volumes, policies
	@scripts/deploy.sh infra

deploy-gateway-secrets: install ## Apply GATEWAY_SECRETS_FILE, unless its values are weak
	@scripts/deploy-secrets.sh '$(GATEWAY_SECRETS_FILE)'

deploy-terminal-feed-bus: ## Redis
	@scripts/deploy.sh feed-bus

deploy-embed: ## The embedding server
	@scripts/deploy.sh embed

deploy-llm: ## The llama.cpp router
	@scripts/deploy.sh llm

deploy-gateway: ## The functions, then the public paths
	@scripts/deploy.sh gateway

deploy-tts: ## The text-to-speech server
	@scripts/deploy.sh tts

deploy-stt: ## The speech-to-text server
	@scripts/deploy.sh stt

deploy-speaker: ## The speaker server
	@scripts/deploy.sh speaker

deploy-audio: ## The audio server
	@scripts/deploy.sh audio

deploy-phase1: deploy-infra deploy-gateway-secrets ## Embeddings, speech and the functions only
	@scripts/deploy.sh feed-bus embed tts gateway

restart: ## Roll out new pods of Redis and the functions, as after a changed Secret
	@scripts/restart.sh

backup-voices: ## Copy voices and model profiles to FILE (voices.tar)
	@scripts/voices.sh backup '$(FILE)'

restore-voices: ## Put them back from FILE; asks
	@scripts/ask.sh $(NAMESPACE) 'This writes what is in $(FILE) over the voices and model profiles of $(NAMESPACE) in $(CLUSTER).'
	@scripts/voices.sh restore '$(FILE)'

test-health: ## Ask a running Synapse for its health (SYNAPSE_URL)
	@SYNAPSE_NAMESPACE=$(NAMESPACE) KUBECTL_CMD='$(KUBECTL)' scripts/health-check.sh

test-embed: ## Ask it for one embedding
	@scripts/test-embeddings.sh

test-tts: ## Let it speak
	@scripts/test-tts.sh

show-routes: ## The public paths of OVERLAY
	@scripts/show-routes.sh

status: ## What runs
	@$(KUBECTL) -n $(NAMESPACE) get ksvc,deployments,pods,pvc,king

LOGS = $(KUBECTL) -n $(NAMESPACE) logs --tail=100 -f --max-log-requests=200 --prefix --ignore-errors

logs: ## Follow the logs of everything
	@$(LOGS) -l app.kubernetes.io/part-of=synapse --all-containers
logs-gateway: ## … of the functions
	@$(LOGS) -l synapse/role=function -c function
logs-feed-bus: ## … of Redis
	@$(LOGS) -l synapse/role=redis
logs-embed: ## … of the embedding server
	@$(LOGS) -l app.kubernetes.io/name=llama-embed
logs-llm: ## … of the llama.cpp router
	@$(LOGS) -l app.kubernetes.io/name=llama-router
logs-tts: ## … of the text-to-speech server
	@$(LOGS) -l app.kubernetes.io/name=chatterbox-tts
logs-stt: ## … of the speech-to-text server
	@$(LOGS) -l app.kubernetes.io/name=whisper-stt
logs-speaker: ## … of the speaker server
	@$(LOGS) -l app.kubernetes.io/name=pyannote-speaker
logs-audio: ## … of the audio server
	@$(LOGS) -l app.kubernetes.io/name=deepfilter-audio

undeploy: ## Delete the namespace with all voices and models; asks
	@scripts/ask.sh $(NAMESPACE) 'This deletes the namespace $(NAMESPACE) of $(CLUSTER): every function, model server, voice and model in it.'
	@$(KUBECTL) delete namespace $(NAMESPACE)
