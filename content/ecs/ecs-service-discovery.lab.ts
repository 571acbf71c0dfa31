import { defineLab, type LabView } from '../../learner/bench/index.ts';
import {
  printedIn,
  register,
  roleForExec,
  runOnFargate,
  serviceOf,
  setExec,
  setNetwork,
  setTask,
  tasksOf,
} from './goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

function definition(family: string): string {
  return `${JSON.stringify(
    {
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      taskRoleArn: 'arn:aws:iam::123456789012:role/shop',
      containerDefinitions: [
        {
          name: family,
          image: 'public.ecr.aws/docker/library/httpd:2.4',
          essential: true,
          portMappings: [{ name: 'http', containerPort: 80 }],
        },
      ],
    },
    null,
    2,
  )}\n`;
}

const connect = (dnsName: string) => `{
  "enabled": true,
  "namespace": "shop.local",
  "services": [
    {
      "portName": "http",
      "discoveryName": "catalog",
      "clientAliases": [{ "dnsName": "${dnsName}", "port": 8080 }]
    }
  ]
}
`;

interface Instance {
  HealthStatus: string;
}

const namespaces = (view: LabView) =>
  (
    view.call<{ Namespaces: { Name: string; Type: string }[] }>('servicediscovery', 'ListNamespaces', {})
      ?.Namespaces ?? []
  ).filter(({ Name }) => Name === 'shop.local');
const instances = (view: LabView) =>
  view.call<{ Instances: Instance[] }>('servicediscovery', 'DiscoverInstances', {
    NamespaceName: 'shop.local',
    ServiceName: 'api',
  })?.Instances;
const connected = (view: LabView, name: string) =>
  serviceOf(view, name)?.deployments[0]?.serviceConnectConfiguration;

const createService = (name: string, definitionName: string, more: string) =>
  `aws ecs create-service --cluster drydock --service-name ${name} --task-definition ${definitionName} --launch-type FARGATE --network-configuration $NETWORK ${more}`;
const ask = (url: string) => `$EXEC --task $TASK --container web --command "curl -s ${url}"`;

export default defineLab({
  id: 'ecs-service-discovery',
  title: 'Names in place of addresses',
  region: 'us-east-1',
  seed: 'ecs-service-discovery',
  open: 'connect.json',
  files: { 'connect.json': connect('FILL_IN'), 'api.json': definition('api'), 'web.json': definition('web') },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    ...roleForExec('shop'),
    register('api.json'),
    register('web.json'),
    setNetwork,
    setExec,
    "VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)",
  ],
  firstCommand: 'aws servicediscovery create-private-dns-namespace --name shop.local --vpc $VPC',
  steps: [
    {
      id: 'namespace',
      title: 'Make a namespace',
      text: 'Create the private DNS namespace shop.local for your VPC, and wait until it is there.',
      goal(view) {
        const shouldBe = 'a private DNS namespace shop.local';
        const [found] = namespaces(view);
        if (!found) return missing('there is no namespace shop.local', shouldBe);
        return found.Type === 'DNS_PRIVATE'
          ? reached
          : missing(`shop.local is a namespace of the type ${found.Type}`, shouldBe);
      },
      hints: [
        'AWS Cloud Map keeps the names; its commands begin with aws servicediscovery.',
        'The call only begins the work and answers with an OperationId. It takes less than a minute.',
        'aws servicediscovery create-private-dns-namespace --name shop.local --vpc $VPC, and a minute on the clock.',
      ],
      solution: [
        'aws servicediscovery create-private-dns-namespace --name shop.local --vpc $VPC',
        { wind: 60_000 },
      ],
      typicalMinutes: 1,
    },
    {
      id: 'registry',
      title: 'Register a service’s tasks',
      text: 'Create the Cloud Map service api with an A record, then the ECS service api with two tasks that register there. Wait until both are known.',
      goal(view) {
        const shouldBe = 'two healthy instances of api in shop.local';
        const found = instances(view);
        if (!found) return missing('shop.local has no service api', shouldBe);
        const well = found.filter(({ HealthStatus }) => HealthStatus === 'HEALTHY').length;
        return well >= 2 ? reached : missing(`${well} of 2 instances are registered and healthy`, shouldBe);
      },
      hints: [
        'Two services of one name: one in Cloud Map that lists addresses, one in ECS that fills the list.',
        'servicediscovery create-service needs --namespace-id and --dns-config; ecs create-service needs --service-registries.',
        "REG=$(aws servicediscovery create-service --name api --namespace-id $NS --dns-config 'DnsRecords=[{Type=A,TTL=10}]' --health-check-custom-config FailureThreshold=1 --query Service.Arn --output text), then --service-registries registryArn=$REG",
      ],
      solution: [
        "NS=$(aws servicediscovery list-namespaces --query 'Namespaces[0].Id' --output text)",
        "REG=$(aws servicediscovery create-service --name api --namespace-id $NS --dns-config 'DnsRecords=[{Type=A,TTL=10}]' --health-check-custom-config FailureThreshold=1 --query Service.Arn --output text)",
        createService('api', 'api', '--desired-count 2 --service-registries registryArn=$REG'),
        { wind: 90_000 },
      ],
      typicalMinutes: 3,
    },
    {
      id: 'by-name',
      title: 'Ask by name',
      text: 'Run a task of web with --enable-execute-command. From inside its container, fetch http://api.shop.local/.',
      goal(view) {
        const shouldBe = 'an answer of http://api.shop.local/ inside a container of web';
        if (!tasksOf(view, 'web').some(({ lastStatus }) => lastStatus === 'RUNNING'))
          return missing('no task of web is RUNNING', shouldBe);
        return hasSeen(view, /api\.shop\.local/, 'It works')
          ? reached
          : missing('nobody has fetched http://api.shop.local/ from inside', shouldBe);
      },
      hints: [
        'A private name is known inside the VPC only. Your terminal is outside.',
        'run-task, a minute, and then curl by ECS Exec.',
        `${setTask('web')} and ${ask('http://api.shop.local/')}`,
      ],
      solution: [
        runOnFargate('web', ' --enable-execute-command'),
        { wind: 60_000 },
        setTask('web'),
        ask('http://api.shop.local/'),
      ],
      typicalMinutes: 2,
    },
    {
      id: 'connect',
      title: 'Offer a service by Service Connect',
      text: 'In connect.json, let clients say catalog. Create the service catalog from the definition api with that configuration.',
      goal(view) {
        const shouldBe = 'a service catalog that offers catalog:8080 by Service Connect';
        if (!serviceOf(view, 'catalog')) return missing('there is no service catalog', shouldBe);
        const configuration = connected(view, 'catalog') as
          { enabled: boolean; services?: { clientAliases?: { dnsName?: string }[] }[] } | undefined;
        if (!configuration?.enabled)
          return missing('the service catalog does not use Service Connect', shouldBe);
        const name = configuration.services?.[0]?.clientAliases?.[0]?.dnsName;
        if (name !== 'catalog') return missing(`clients would have to say ${name ?? 'nothing'}`, shouldBe);
        return serviceOf(view, 'catalog')!.runningCount > 0
          ? reached
          : missing('no task of the service catalog is running', shouldBe);
      },
      hints: [
        'portName is the name of a port mapping in the task definition. The alias is yours to choose.',
        'Replace FILL_IN, save, and give the file to --service-connect-configuration.',
        createService(
          'catalog',
          'api',
          '--desired-count 1 --service-connect-configuration file://connect.json',
        ),
      ],
      solution: [
        { save: 'connect.json', content: connect('catalog') },
        createService(
          'catalog',
          'api',
          '--desired-count 1 --service-connect-configuration file://connect.json',
        ),
        { wind: 90_000 },
      ],
      typicalMinutes: 2,
    },
    {
      id: 'client',
      title: 'Be a client of it',
      text: 'Create the service web as a client in the same namespace, with --enable-execute-command. From its container, fetch http://catalog:8080/.',
      goal(view) {
        const shouldBe = 'a task of the service web that reaches http://catalog:8080/';
        if (!serviceOf(view, 'web')) return missing('there is no service web', shouldBe);
        if (!connected(view, 'web')?.enabled)
          return missing('the service web does not use Service Connect', shouldBe);
        const tasks = tasksOf(view, 'web').filter(({ lastStatus }) => lastStatus === 'RUNNING');
        if (
          !tasks.some((task) =>
            printedIn(view, task, 'web', 'curl -s http://catalog:8080/')?.includes('It works'),
          )
        )
          return missing('no task of web reaches http://catalog:8080/', shouldBe);
        return hasSeen(view, /catalog:8080/, 'It works')
          ? reached
          : missing('nobody has fetched http://catalog:8080/ from inside', shouldBe);
      },
      hints: [
        'The task of step 3 belongs to no service, and has no proxy that would know the name.',
        'A client needs enabled and the namespace, and no services of its own.',
        createService(
          'web',
          'web',
          '--desired-count 1 --enable-execute-command --service-connect-configuration enabled=true,namespace=shop.local',
        ),
      ],
      solution: [
        createService(
          'web',
          'web',
          '--desired-count 1 --enable-execute-command --service-connect-configuration enabled=true,namespace=shop.local',
        ),
        { wind: 90_000 },
        'TASK=$(aws ecs list-tasks --cluster drydock --service-name web --query taskArns[0] --output text)',
        ask('http://catalog:8080/'),
      ],
      typicalMinutes: 3,
    },
  ],
});
