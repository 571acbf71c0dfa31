import { defineLab } from '../../learner/bench/index.ts';
import { localImage } from './goals.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const windows = 'mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022';

export default defineLab({
  id: 'containers-platforms',
  title: 'One name, several platforms',
  region: 'us-east-1',
  seed: 'containers-platforms',
  open: 'Dockerfile',
  files: {
    Dockerfile: 'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
    'index.html': '<!doctype html>\n<title>Shop</title>\n<h1>Open from nine to five</h1>\n',
    'images.txt': `Linux:    public.ecr.aws/docker/library/httpd:2.4\nWindows:  ${windows}\n`,
  },
  firstCommand: 'docker version',
  steps: [
    {
      id: 'engine',
      title: 'What does your engine run?',
      text: 'Ask Docker for its version and find the operating system and processor of the server.',
      goal: toSee(
        /docker version/,
        'linux/amd64',
        'docker version has not been asked',
        'an answer that names the platform of the server',
      ),
      hints: [
        'The client may be anywhere; the server is what runs containers.',
        'docker version has a line OS/Arch for both.',
        'docker version',
      ],
      solution: ['docker version'],
      typicalMinutes: 1,
    },
    {
      id: 'index',
      title: 'Look behind the tag',
      text: 'Show the manifest of httpd:2.4 and find the platforms in it.',
      goal: toSee(
        /docker manifest inspect .*httpd/,
        '"architecture": "arm64"',
        'the manifest of httpd:2.4 has not been shown',
        'a manifest of httpd:2.4 that lists arm64',
      ),
      hints: [
        'A tag can lead to a list in place of a single image.',
        'docker manifest inspect shows it without pulling anything.',
        'docker manifest inspect public.ecr.aws/docker/library/httpd:2.4',
      ],
      solution: ['docker manifest inspect public.ecr.aws/docker/library/httpd:2.4'],
      typicalMinutes: 2,
    },
    {
      id: 'windows-refused',
      title: 'Ask for a Windows image',
      text: 'Pull the Windows image from images.txt and read the refusal. Then show its manifest.',
      goal(view) {
        if (!hasSeen(view, /docker (pull|run)/, 'no matching manifest for linux/amd64'))
          return missing(
            'no pull of a Windows image has been refused',
            'a pull that finds no image for linux/amd64',
          );
        return hasSeen(view, /docker manifest inspect .*nanoserver/, '"os": "windows"')
          ? reached
          : missing(
              'its manifest has not been shown',
              'the manifest of the Windows image, with its platform',
            );
      },
      hints: [
        'The name is in images.txt. It is meant to fail.',
        'docker pull first, then docker manifest inspect with the same name.',
        `docker pull ${windows} and then docker manifest inspect ${windows}`,
      ],
      solution: [`docker pull ${windows}`, `docker manifest inspect ${windows}`],
      typicalMinutes: 2,
    },
    {
      id: 'both',
      title: 'Build for both processors',
      text: 'Build the Dockerfile twice: shop:amd64 for linux/amd64 and shop:arm64 for linux/arm64.',
      goal(view) {
        const wanted = ['amd64', 'arm64'];
        const found = wanted.map((architecture) => localImage(view, `shop:${architecture}`)?.Architecture);
        const lacking = wanted.filter((_, index) => found[index] === undefined);
        if (lacking.length > 0)
          return missing(
            `Docker has no image ${lacking.map((architecture) => `shop:${architecture}`).join(', no image ')}`,
            'shop:amd64 for linux/amd64, and shop:arm64 for linux/arm64',
          );
        const wrong = wanted.findIndex((architecture, index) => found[index] !== architecture);
        return wrong < 0
          ? reached
          : missing(
              `shop:${wanted[wrong]} is for ${found[wrong]}`,
              'shop:amd64 for linux/amd64, and shop:arm64 for linux/arm64',
            );
      },
      hints: [
        'A tag may say what it likes. Which option decides?',
        'docker build takes --platform.',
        'docker build --platform linux/arm64 -t shop:arm64 . and the same with amd64',
      ],
      solution: [
        'docker build --platform linux/amd64 -t shop:amd64 .',
        'docker build --platform linux/arm64 -t shop:arm64 .',
        "docker image inspect --format '{{.Os}}/{{.Architecture}}' shop:arm64",
      ],
      typicalMinutes: 3,
    },
  ],
});
