import { defineLab } from '../../learner/bench/index.ts';
import { containersOf, localImage, localTags } from './goals.ts';
import { commandsLike, missing, reached } from '../goals.ts';

const single = `FROM mcr.microsoft.com/dotnet/sdk:10.0
WORKDIR /src
COPY Shop.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app --no-restore
WORKDIR /app
ENTRYPOINT ["dotnet", "Shop.dll"]
`;
const staged = (user: string) => `FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY Shop.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app --no-restore

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
${user}ENTRYPOINT ["dotnet", "Shop.dll"]
`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`;

export default defineLab({
  id: 'containers-multi-stage',
  title: 'Build an ASP.NET Core app in two stages',
  region: 'us-east-1',
  seed: 'containers-multi-stage',
  open: 'Dockerfile',
  files: {
    Dockerfile: single,
    'Program.cs':
      'var app = WebApplication.CreateBuilder(args).Build();\napp.MapGet("/", () => "Open from nine to five");\napp.Run();\n',
    'Shop.csproj':
      '<Project Sdk="Microsoft.NET.Sdk.Web">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n    <Nullable>enable</Nullable>\n    <ImplicitUsings>enable</ImplicitUsings>\n  </PropertyGroup>\n</Project>\n',
    '.dockerignore': 'bin\nobj\nDockerfile\n',
  },
  firstCommand: 'docker build -t shop:single .',
  steps: [
    {
      id: 'single-stage',
      title: 'Build it in one stage',
      text: 'Build shop:single from the Dockerfile as it stands, then list the images and note the size.',
      goal(view) {
        if (!localTags(view).includes('shop:single'))
          return missing('Docker has no image shop:single', 'an image shop:single, and its size');
        return commandsLike(view, /docker (images|image ls)/).some(({ stdout }) =>
          /shop +single/.test(stdout),
        )
          ? reached
          : missing(
              'shop:single is built, and its size has not been listed',
              'a list of images with shop:single',
            );
      },
      hints: [
        'One build and one listing.',
        'docker build -t names the image; docker images shows sizes.',
        'docker build -t shop:single . and then docker images',
      ],
      solution: ['docker build -t shop:single .', 'docker images'],
      typicalMinutes: 2,
    },
    {
      id: 'two-stages',
      title: 'Leave the SDK behind',
      text: 'Split the Dockerfile: build in the SDK image, then start afresh from aspnet:10.0 and copy /app over. Build it as shop:v1.',
      goal(view) {
        const image = localImage(view, 'shop:v1');
        if (!image) return missing('Docker has no image shop:v1', 'an image shop:v1 of less than 300 MB');
        if (image.Size > 300_000_000)
          return missing(
            `shop:v1 is ${megabytes(image.Size)}`,
            'an image shop:v1 of less than 300 MB, without the SDK',
          );
        return reached;
      },
      hints: [
        'A second FROM starts a new image. What you do not copy stays behind.',
        'Name the first stage with AS build, and take its output with COPY --from=build.',
        'After the publish: FROM mcr.microsoft.com/dotnet/aspnet:10.0, WORKDIR /app, COPY --from=build /app ., then the ENTRYPOINT.',
      ],
      solution: [{ save: 'Dockerfile', content: staged('') }, 'docker build -t shop:v1 .'],
      typicalMinutes: 5,
    },
    {
      id: 'user',
      title: 'Do not run as root',
      text: 'Let the image run as the user that Microsoft’s base image provides in $APP_UID, and build shop:v2.',
      goal(view) {
        const image = localImage(view, 'shop:v2');
        if (!image)
          return missing('Docker has no image shop:v2', 'an image shop:v2 that does not run as root');
        const user = image.Config.User ?? '';
        if (user === '' || user === 'root' || user === '0')
          return missing('shop:v2 runs as root', 'an image shop:v2 with the user of $APP_UID');
        return reached;
      },
      hints: [
        'One more line in the last stage.',
        'The instruction is USER, and the base image has set the variable APP_UID.',
        'USER $APP_UID before ENTRYPOINT, then docker build -t shop:v2 .',
      ],
      solution: [{ save: 'Dockerfile', content: staged('USER $APP_UID\n') }, 'docker build -t shop:v2 .'],
      typicalMinutes: 2,
    },
    {
      id: 'run',
      title: 'Run it',
      text: 'Run shop:v2 in the background, with a port of your machine on the port that it listens on.',
      goal(view) {
        const running = containersOf(view).filter(
          ({ image, status }) => image === 'shop:v2' && status === 'running',
        );
        if (running.length === 0)
          return missing('no container of shop:v2 runs', 'a container of shop:v2 on port 8080');
        const container = running.find(({ ports, behaviour }) =>
          ports.some((port) => behaviour.ports?.includes(port.container)),
        );
        if (container) return reached;
        const mapped = running.flatMap(({ ports }) => ports.map((port) => port.container));
        return missing(
          mapped.length > 0
            ? `your port leads to port ${mapped.join(', ')} of the container, where nothing listens`
            : 'shop:v2 runs, and no port leads to it',
          'a port of your machine that leads to port 8080 of the container',
        );
      },
      hints: [
        'Which port does the program say that it listens on? Its log knows.',
        'ASP.NET Core images listen on 8080. -p takes your port first.',
        'docker run -d --name shop -p 8080:8080 shop:v2',
      ],
      solution: ['docker run -d --name shop -p 8080:8080 shop:v2', 'docker logs shop'],
      typicalMinutes: 2,
    },
  ],
});
