import type { LabView } from '../../learner/bench/index.ts';
import { registry } from '../ecr/goals.ts';
import { executionRole } from '../clinic/goals.ts';

/** The application of the capstone: pages and an API, both ASP.NET Core, behind one load balancer. */
export const tiers = ['pages', 'api'] as const;
export type Tier = (typeof tiers)[number];

const projects: Readonly<Record<Tier, string>> = { pages: 'Pages', api: 'Api' };

const sources: Readonly<Record<Tier, string>> = {
  pages: `var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "Berths of the wharf, edition 1");
app.Run();
`,
  api: `var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/api/berths", () => new[] { "north 1", "north 2", "south 1" });
app.Run();
`,
};

const csproj = `<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
`;

/** A Dockerfile that ships the SDK along with the application. */
export const oneStage = (tier: Tier): string => `FROM mcr.microsoft.com/dotnet/sdk:10.0
WORKDIR /src
COPY ${projects[tier]}.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app --no-restore
WORKDIR /app
ENTRYPOINT ["dotnet", "${projects[tier]}.dll"]
`;

/** A Dockerfile whose image holds the runtime and the application. */
export const twoStages = (tier: Tier): string => `FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY ${projects[tier]}.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app --no-restore

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
ENTRYPOINT ["dotnet", "${projects[tier]}.dll"]
`;

/** The plan of a tier for Fargate, at a version of its image. */
export function plan(tier: Tier, version = 'v1', more: object = { executionRoleArn: executionRole }): string {
  const definition = {
    family: tier,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    ...more,
    containerDefinitions: [
      {
        name: tier,
        image: `${registry}/wharf/${tier}:${version}`,
        essential: true,
        portMappings: [{ containerPort: 8080 }],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': `/wharf/${tier}`,
            'awslogs-region': 'us-east-1',
            'awslogs-stream-prefix': tier,
          },
        },
      },
    ],
  };
  return `${JSON.stringify(definition, null, 2)}\n`;
}

/** The files that all labs of the capstone begin with, whole; the first lab breaks some of them. */
export const files: Readonly<Record<string, string>> = Object.fromEntries(
  tiers.flatMap((tier) => [
    [`${tier}/Dockerfile`, twoStages(tier)],
    [`${tier}/Program.cs`, sources[tier]],
    [`${tier}/${projects[tier]}.csproj`, csproj],
    [`${tier}.json`, plan(tier)],
  ]),
);

/** The network that every lab finds: three subnets, a security group for visitors, and the cluster. */
export const network: readonly string[] = [
  'aws ecs create-cluster --cluster-name drydock > /dev/null',
  'VPC=$(aws ec2 describe-vpcs --query Vpcs[0].VpcId --output text)',
  'SUBNETS=$(aws ec2 describe-subnets --query "Subnets[].SubnetId" --output text)',
  'NETWORK="awsvpcConfiguration={subnets=[$(echo $SUBNETS | tr " " ,)],assignPublicIp=ENABLED}"',
  'FRONT=$(aws ec2 create-security-group --group-name front --description visitors --vpc-id $VPC --query GroupId --output text)',
  'aws ec2 authorize-security-group-ingress --group-id $FRONT --protocol tcp --port 80 --cidr 0.0.0.0/0 > /dev/null',
];

export const repository = (tier: Tier) =>
  `aws ecr create-repository --repository-name wharf/${tier} --image-tag-mutability IMMUTABLE > /dev/null`;

/** Builds a tier from its folder and pushes it. */
export const ship = (tier: Tier, version = 'v1') =>
  `docker build -q -t ${registry}/wharf/${tier}:${version} ${tier} && docker push -q ${registry}/wharf/${tier}:${version}`;

export const logGroup = (tier: Tier) => `aws logs create-log-group --log-group-name /wharf/${tier}`;

export const register = (tier: Tier) =>
  `aws ecs register-task-definition --cli-input-json file://${tier}.json > /dev/null`;

const group = (tier: Tier) => (tier === 'pages' ? 'PAGES' : 'API');

const targetGroup = (tier: Tier, path: string) =>
  `${group(tier)}=$(aws elbv2 create-target-group --name ${tier} --protocol HTTP --port 8080 --target-type ip --vpc-id $VPC --health-check-path ${path} --query TargetGroups[0].TargetGroupArn --output text)`;

/** The front, line by line: two target groups, a balancer, a listener, and a rule that sends /api/ to the API. */
export const front: readonly string[] = [
  targetGroup('pages', '/'),
  targetGroup('api', '/api/berths'),
  'BALANCER=$(aws elbv2 create-load-balancer --name wharf --subnets $SUBNETS --security-groups $FRONT $SECURITY_GROUP --query LoadBalancers[0].LoadBalancerArn --output text)',
  'LISTENER=$(aws elbv2 create-listener --load-balancer-arn $BALANCER --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$PAGES --query Listeners[0].ListenerArn --output text)',
  "aws elbv2 create-rule --listener-arn $LISTENER --priority 1 --conditions Field=path-pattern,Values='/api/*' --actions Type=forward,TargetGroupArn=$API > /dev/null",
];

export const service = (tier: Tier, count = 2) =>
  `aws ecs create-service --cluster drydock --service-name ${tier} --task-definition ${tier} --desired-count ${count} --launch-type FARGATE --network-configuration $NETWORK --load-balancers targetGroupArn=$${group(tier)},containerName=${tier},containerPort=8080 --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}" > /dev/null`;

export const setAddress =
  'ADDRESS=$(aws elbv2 describe-load-balancers --names wharf --query LoadBalancers[0].DNSName --output text)';

/** Asks the front door, and prints status and address. */
export const visit = (path: string) =>
  `curl -s -o /dev/null -w '%{http_code} ${path}\\n' http://$ADDRESS${path}`;

/** The application deployed and steady, with a tenth of an hour to come up. */
export const deployed: readonly string[] = [
  ...network,
  ...tiers.map(repository),
  `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`,
  ...tiers.map((tier) => ship(tier)),
  ...tiers.map(logGroup),
  ...tiers.map(register),
  ...front,
  ...tiers.map((tier) => service(tier)),
  setAddress,
  'sleep 360',
];

interface ServiceState {
  taskDefinition: string;
  desiredCount: number;
  runningCount: number;
  deployments: { status: string; taskDefinition: string; rolloutState: string; createdAt: number }[];
  deploymentConfiguration: {
    minimumHealthyPercent: number;
    maximumPercent: number;
    deploymentCircuitBreaker?: { enable: boolean; rollback: boolean };
  };
  loadBalancers: { targetGroupArn?: string }[];
}

/** The service of a tier; undefined when there is none that is active. */
export const serviceOf = (view: LabView, tier: Tier): ServiceState | undefined =>
  view
    .call<{ services: (ServiceState & { status: string })[] }>('ecs', 'DescribeServices', {
      cluster: 'drydock',
      services: [tier],
    })
    ?.services.find(({ status }) => status === 'ACTIVE');

/** How many targets of a tier are healthy. */
export function healthyOf(view: LabView, tier: Tier): number {
  const arn = view
    .call<{ TargetGroups: { TargetGroupArn: string; TargetGroupName: string }[] }>(
      'elbv2',
      'DescribeTargetGroups',
    )
    ?.TargetGroups.find(({ TargetGroupName }) => TargetGroupName === tier)?.TargetGroupArn;
  if (arn === undefined) return 0;
  const found = view.call<{ TargetHealthDescriptions: { TargetHealth: { State: string } }[] }>(
    'elbv2',
    'DescribeTargetHealth',
    { TargetGroupArn: arn },
  );
  return (
    found?.TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth.State === 'healthy').length ?? 0
  );
}

/** Whether the front door answered 200 on a path, after the last command line that matches `after`. */
export function answered(view: LabView, path: string, after?: RegExp): boolean {
  const from = after ? view.commands.findLastIndex(({ line }) => after.test(line)) + 1 : 0;
  return view.commands
    .slice(from)
    .some(
      ({ line, stdout, exitCode }) =>
        exitCode === 0 &&
        line.includes('curl') &&
        line.includes(`$ADDRESS${path}`) &&
        /200|edition|north/.test(stdout),
    );
}
