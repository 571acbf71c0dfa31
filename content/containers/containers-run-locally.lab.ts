import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { containersOf } from './goals.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const dockerfile = (assembly: string) => `FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY Shop.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app --no-restore

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
ENTRYPOINT ["dotnet", "${assembly}.dll"]
`;
const shops = (view: LabView) =>
  containersOf(view, true).filter(({ image }) => image === 'shop' || image.startsWith('shop:'));
const running = (view: LabView) => shops(view).filter(({ status }) => status === 'running');

export default defineLab({
  id: 'containers-run-locally',
  title: 'Find out why it does not run',
  region: 'us-east-1',
  seed: 'containers-run-locally',
  open: 'Dockerfile',
  files: {
    Dockerfile: dockerfile('shop'),
    'Program.cs':
      'var app = WebApplication.CreateBuilder(args).Build();\napp.MapGet("/", () => "Open from nine to five");\napp.Run();\n',
    'Shop.csproj':
      '<Project Sdk="Microsoft.NET.Sdk.Web">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n',
  },
  start: ['docker build -q -t shop:v1 .'],
  firstCommand: 'docker run -d --name shop -p 8080:8080 shop:v1',
  steps: [
    {
      id: 'exited',
      title: 'Start it and look for it',
      text: 'shop:v1 is built. Run it in the background as shop, then find it among all containers and read its status.',
      goal(view) {
        if (shops(view).length === 0 && !hasSeen(view, /docker ps/, 'shop:v1'))
          return missing(
            'no container of shop:v1 has been started',
            'a list of all containers that shows how it ended',
          );
        return hasSeen(view, /docker (ps|container ls)/, /shop:v1.*Exited \(145\)/)
          ? reached
          : missing(
              'the container has ended, and no list has shown it',
              'a list of all containers with its exit code',
            );
      },
      hints: [
        'docker run -d gives back an ID and no promise.',
        'docker ps shows only what runs. One letter more shows the rest.',
        'docker run -d --name shop -p 8080:8080 shop:v1 and then docker ps -a',
      ],
      solution: ['docker run -d --name shop -p 8080:8080 shop:v1', 'docker ps -a'],
      typicalMinutes: 2,
    },
    {
      id: 'logs',
      title: 'Read its last words',
      text: 'Read the log of the container that has ended.',
      goal: toSee(
        /docker (container )?logs/,
        'does not exist',
        'the log of the container has not been read',
        'the reason, in the log of shop',
      ),
      hints: [
        'A stopped container still has its log.',
        'docker logs takes a name or an ID, running or not.',
        'docker logs shop',
      ],
      solution: ['docker logs shop'],
      typicalMinutes: 1,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'Mend the Dockerfile, build shop:v2, and leave a container of it running on port 8080.',
      goal(view) {
        const up = running(view).filter(({ ports }) => ports.some(({ host }) => host === 8080));
        if (up.length > 0) return reached;
        if (hasSeen(view, /docker run/, 'is already in use'))
          return missing(
            'the old container still has the name shop',
            'a container of shop:v2 that runs on port 8080',
          );
        const ended = shops(view)[0];
        return missing(
          ended?.exitCode === 145
            ? `the newest container ended with exit code ${ended.exitCode}`
            : 'no container of shop:v2 runs on port 8080',
          'a container of shop:v2 that runs on port 8080',
        );
      },
      hints: [
        'Linux tells upper case from lower. Compare the name of the project with the last line.',
        'The publish makes Shop.dll. The old container keeps its name until it is removed.',
        'Write Shop.dll in ENTRYPOINT, then docker build -t shop:v2 . and docker rm shop and docker run -d --name shop -p 8080:8080 shop:v2',
      ],
      solution: [
        { save: 'Dockerfile', content: dockerfile('Shop') },
        'docker build -t shop:v2 .',
        'docker rm shop',
        'docker run -d --name shop -p 8080:8080 shop:v2',
      ],
      typicalMinutes: 4,
    },
    {
      id: 'setting',
      title: 'Change a setting from outside',
      text: 'Run a second container of shop:v2 that listens on port 5000, without another build.',
      goal(view) {
        const up = running(view);
        const right = up.find(({ ports, behaviour }) =>
          ports.some(({ container }) => container === 5000 && behaviour.ports?.includes(5000)),
        );
        if (right) return reached;
        const mapped = up.find(({ ports }) => ports.some(({ container }) => container === 5000));
        if (mapped)
          return missing(
            `your port leads to port 5000, and the program listens on ${mapped.behaviour.ports?.join(', ')}`,
            'a container that listens on 5000, with a port of yours leading there',
          );
        return missing(
          up.some(({ behaviour }) => behaviour.ports?.includes(5000))
            ? 'a container listens on port 5000, and no port of yours leads there'
            : 'no container listens on port 5000',
          'a container that listens on 5000, with a port of yours leading there',
        );
      },
      hints: [
        'The base image sets the port with an environment variable, and you may set it too.',
        'docker run takes variables with -e. The variable is ASPNETCORE_HTTP_PORTS.',
        'docker run -d --name shop2 -e ASPNETCORE_HTTP_PORTS=5000 -p 5000:5000 shop:v2',
      ],
      solution: ['docker run -d --name shop2 -e ASPNETCORE_HTTP_PORTS=5000 -p 5000:5000 shop:v2'],
      typicalMinutes: 2,
    },
    {
      id: 'stop-and-kill',
      title: 'Stop one, kill the other',
      text: 'Stop one container politely and kill the other. Compare their exit codes.',
      goal(view) {
        const codes = new Set(shops(view).map(({ exitCode }) => exitCode));
        const stopped = codes.has(0);
        const killed = codes.has(137);
        if (stopped && killed) return reached;
        const what = stopped
          ? 'none was killed'
          : killed
            ? 'none was stopped politely'
            : 'none was stopped or killed';
        return missing(what, 'one container with exit code 0, and one with 137');
      },
      hints: [
        'One command asks, the other does not.',
        'docker stop sends SIGTERM and waits; docker kill sends SIGKILL.',
        'docker stop shop, docker kill shop2, docker ps -a',
      ],
      solution: ['docker stop shop', 'docker kill shop2', 'docker ps -a'],
      typicalMinutes: 2,
    },
  ],
});
