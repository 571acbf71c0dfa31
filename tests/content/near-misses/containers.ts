import type { NearMiss } from '../walk.ts';

const httpd = 'public.ecr.aws/docker/library/httpd:2.4';
const alpine = 'public.ecr.aws/docker/library/alpine:3.22';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'containers-first',
    slip: 'a look into the same container',
    acts: [`docker run --rm ${alpine} sh -c 'echo mine > /tmp/note; cat /tmp/note'`],
    step: 'lose-a-file',
    is: 'nobody has looked for /tmp/note in a second container',
  },
  {
    lab: 'containers-first',
    slip: 'a server without a port',
    acts: [`docker run -d ${httpd}`],
    step: 'serve',
    is: 'the web server runs, and no port leads to it',
  },
  {
    lab: 'containers-first',
    slip: 'the same port twice',
    acts: [`docker run -d -p 8080:80 ${httpd}`, `docker run -d -p 8080:80 ${httpd}`],
    step: 'twins',
    is: 'the second web server wants a port that is taken',
  },
  {
    lab: 'containers-first',
    slip: 'stopped but not removed',
    acts: [`docker run -d --name web ${httpd}`, 'docker stop web'],
    step: 'clear-away',
    is: 'stopped and still there: web',
  },
  {
    lab: 'containers-layers',
    slip: 'a build without a change',
    acts: ['docker build -t shop:1 .', 'docker build -t shop:2 .'],
    step: 'slow-rebuild',
    is: 'the second build took everything from the cache',
  },
  {
    lab: 'containers-layers',
    slip: 'the order as it was',
    acts: ['docker build -t shop:1 .', 'echo "// new" >> server.js', 'docker build -t shop:2 .'],
    step: 'quick-rebuild',
    is: 'the Dockerfile copies everything before it runs npm ci',
  },
  {
    lab: 'containers-layers',
    slip: 'a secret that is deleted a layer later',
    acts: [
      "sed -i '4a RUN rm secret.env' Dockerfile",
      'docker build -t shop:5 .',
      'docker run --rm shop:5 cat /app/secret.env',
    ],
    step: 'ignore',
    is: 'there is no .dockerignore that names secret.env',
  },
  {
    lab: 'containers-layers',
    slip: 'an old image under the new name',
    acts: [
      'docker build -t shop:5 .',
      'echo secret.env > .dockerignore',
      'docker run --rm shop:5 cat /app/secret.env',
    ],
    step: 'ignore',
    is: 'shop:5 has the password in it',
  },
  {
    lab: 'containers-multi-stage',
    slip: 'one stage under the new name',
    acts: ['docker build -t shop:v1 .'],
    step: 'two-stages',
    is: 'shop:v1 is 861 MB',
  },
  {
    lab: 'containers-multi-stage',
    slip: 'no user',
    acts: ['docker build -t shop:v2 .'],
    step: 'user',
    is: 'shop:v2 runs as root',
  },
  {
    lab: 'containers-multi-stage',
    slip: 'the port of older images',
    acts: ['docker build -t shop:v2 .', 'docker run -d -p 8080:80 shop:v2'],
    step: 'run',
    is: 'your port leads to port 80 of the container, where nothing listens',
  },
  {
    lab: 'containers-run-locally',
    slip: 'a list of what runs only',
    acts: ['docker run -d --name shop -p 8080:8080 shop:v1', 'docker ps'],
    step: 'exited',
    is: 'the container has ended, and no list has shown it',
  },
  {
    lab: 'containers-run-locally',
    slip: 'a new build of the old mistake',
    acts: ['docker build -t shop:v2 .', 'docker run -d --name shop -p 8080:8080 shop:v2'],
    step: 'mend',
    is: 'the newest container ended with exit code 145',
  },
  {
    lab: 'containers-run-locally',
    slip: 'a port without the setting',
    acts: [
      'sed -i s/shop.dll/Shop.dll/ Dockerfile',
      'docker build -t shop:v2 .',
      'docker run -d -p 5000:5000 shop:v2',
    ],
    step: 'setting',
    is: 'your port leads to port 5000, and the program listens on 8080',
  },
  {
    lab: 'containers-platforms',
    slip: 'a tag in place of a platform',
    acts: ['docker build -t shop:amd64 .', 'docker build -t shop:arm64 .'],
    step: 'both',
    is: 'shop:arm64 is for amd64',
  },
  {
    lab: 'containers-platforms',
    slip: 'only the refusal',
    acts: ['docker pull mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022'],
    step: 'windows-refused',
    is: 'its manifest has not been shown',
  },
];
