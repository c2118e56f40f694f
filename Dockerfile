FROM node:24-alpine AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-alpine
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/package.json /src/LICENSE ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/openapi ./openapi
COPY --from=build /src/dist ./dist
# The command lines that the program prints begin with its name.
RUN mkdir -p /work /usr/local/bin && ln -s /app/dist/cli.js /usr/local/bin/vpcep-contract && chown node:node /work
USER node
WORKDIR /work
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["run"]
