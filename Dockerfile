# One image for one function: docker build --build-arg FUNCTION=stt -t synapse-stt .
# The engines, which need a tool of Debian: --target embedded --build-arg FUNCTION=embedded.
#
# The final image holds node, the bundle and the few packages it does not contain; no shell, no npm. It runs as 65532 on a
# read-only root. Node is the one that wrote the compile cache, or the cache would not count.
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim
ARG BASE_IMAGE=gcr.io/distroless/cc-debian12:nonroot

FROM ${NODE_IMAGE} AS packages
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM packages AS bundles
COPY esbuild.config.mjs tsconfig.json ./
COPY lib lib
COPY functions functions
COPY dashboard dashboard
COPY config config
COPY image image
RUN node esbuild.config.mjs

FROM bundles AS app
ARG FUNCTION
RUN node image/assemble.mjs "${FUNCTION}" /app && node image/warm.mjs "${FUNCTION}" /app

FROM ${NODE_IMAGE} AS embedded
ARG FUNCTION=embedded
ARG REVISION=unknown
ARG EXTRA_PACKAGES=""
RUN apt-get update \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends pocketsphinx ${EXTRA_PACKAGES} \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/*
COPY --from=app /app /app
ENV NODE_ENV=production PORT=8080 NODE_COMPILE_CACHE=/app/.compile-cache FUNCTION_SOURCE=/app/function FUNCTION_TARGET=${FUNCTION}
WORKDIR /app
USER 65532:65532
EXPOSE 8080
LABEL org.opencontainers.image.title="synapse-embedded" \
  org.opencontainers.image.description="The embedded CPU engines of Synapse" \
  org.opencontainers.image.source="https://github.com/arunsanna/synapse" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="1.0.0" \
  org.opencontainers.image.revision="${REVISION}"
ENTRYPOINT ["/usr/local/bin/node", "/app/node_modules/@google-cloud/functions-framework/build/src/main.js"]

FROM ${BASE_IMAGE} AS function
ARG FUNCTION
ARG REVISION=unknown
COPY --from=packages /usr/local/bin/node /usr/local/bin/node
COPY --from=app /app /app
ENV NODE_ENV=production PORT=8080 NODE_COMPILE_CACHE=/app/.compile-cache FUNCTION_SOURCE=/app/function FUNCTION_TARGET=${FUNCTION}
WORKDIR /app
USER 65532:65532
EXPOSE 8080
LABEL org.opencontainers.image.title="synapse-${FUNCTION}" \
  org.opencontainers.image.description="Function ${FUNCTION} of Synapse" \
  org.opencontainers.image.source="https://github.com/arunsanna/synapse" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="1.0.0" \
  org.opencontainers.image.revision="${REVISION}"
ENTRYPOINT ["/usr/local/bin/node", "/app/node_modules/@google-cloud/functions-framework/build/src/main.js"]
