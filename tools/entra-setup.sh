#!/bin/sh
# Registers Parley in Entra ID with the Azure CLI, or brings an existing registration up to date. What it does and why:
# docs/admin/entra-setup.md. Running it again changes nothing that is right already and removes nothing.
set -eu

# Microsoft's own ids, the same in every tenant. Those of permissions are looked up by name.
cognitive_services=7d312290-28c8-473c-a0ed-8e53749b6d6d
microsoft_graph=00000003-0000-0000-c000-000000000000
# Ids of Parley's app roles in new registrations; they need to be unique within one registration only.
user_role=3d0c7b3e-5f0a-4c39-9a55-8b7c5a5e1f01
administrator_role=3d0c7b3e-5f0a-4c39-9a55-8b7c5a5e1f02

usage() {
  cat <<'USAGE'
Usage: sh entra-setup.sh [options]        (after: az login; in national clouds first: az cloud set --name NAME)

  --name NAME                  display name of the registration (Parley)
  --app-id ID                  this registration, whatever its name
  --resource-id ID             Azure OpenAI resource that people may use; may be given several times
  --users-group ID             object id of the group that gets the role Parley.User, and access to the resources
  --administrators-group ID    the same with Parley.Administrator
  --graph-scopes "A B"         further delegated permissions of Microsoft Graph (People.Read, Files.Read.All …)
  --multi-tenant               for accounts of other organisations too
  --device-code                allow sign-in by device code
  --groups-claim               put the groups that are assigned to Parley into the token
  --open-to-all                no assignment needed: everybody in the tenant may sign in
  --admin-consent              consent to the permissions for everybody
  --dod                        Azure US Government: write the policy for the DoD cloud
  --dry-run                    print the az commands for a new registration, run none
USAGE
}

fail() {
  printf 'entra-setup: %s\n' "$1" >&2
  exit 1
}

say() {
  printf '%s\n' "$1" >&2
}

name=Parley
app_id=
resource_ids=
users_group=
administrators_group=
graph_scopes=User.Read
multi_tenant=false
public_flows=false
groups_claim=false
assignment_required=true
admin_consent=false
dod=false
dry_run=false

while [ $# -gt 0 ]; do
  case $1 in
    --name | --app-id | --resource-id | --users-group | --administrators-group | --graph-scopes)
      [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value"
      # SECURITY: the values go into queries and JSON; nothing in them may end a string there.
      case $2 in *[\'\"\\\`\$]*) fail "$1 has a character that cannot be used" ;; esac
      ;;
  esac
  if [ "$1" = --resource-id ]; then
    case $2 in
      *[\ ]*) fail '--resource-id takes one id; give the option again for another' ;;
      /subscriptions/*/resourceGroups/*/providers/Microsoft.CognitiveServices/accounts/*) ;;
      *) fail '--resource-id takes /subscriptions/…/providers/Microsoft.CognitiveServices/accounts/NAME' ;;
    esac
  fi
  case $1 in
    --name) name=$2 && shift ;;
    --app-id) app_id=$2 && shift ;;
    --resource-id) resource_ids="$resource_ids $2" && shift ;;
    --users-group) users_group=$2 && shift ;;
    --administrators-group) administrators_group=$2 && shift ;;
    --graph-scopes) graph_scopes="$graph_scopes $2" && shift ;;
    --multi-tenant) multi_tenant=true ;;
    --device-code) public_flows=true ;;
    --groups-claim) groups_claim=true ;;
    --open-to-all) assignment_required=false ;;
    --admin-consent) admin_consent=true ;;
    --dod) dod=true ;;
    --dry-run) dry_run=true ;;
    --help) usage && exit 0 ;;
    *) usage >&2 && fail "unknown option: $1" ;;
  esac
  shift
done

# Where a dry run shows its commands: standard output, which is caught where an answer is wanted.
exec 3>&1

show() {
  line=az
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./:=@-]* | '') line="$line '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'" ;;
      *) line="$line $word" ;;
    esac
  done
  printf '%s\n' "$line" >&3
}

# ask ANSWER ARGUMENTS…: what az says, nothing where there is nothing; in a dry run, ANSWER.
ask() {
  answer=$1
  shift
  if $dry_run; then
    show "$@"
    printf '%s\n' "$answer"
    return
  fi
  said=$(az "$@" --output tsv --only-show-errors) || fail "az $1 $2 failed"
  printf '%s\n' "$said" | tr -d '\r'
}

change() {
  if $dry_run; then
    show "$@"
    return
  fi
  az "$@" --output none --only-show-errors >/dev/null || fail "az $1 $2 failed; run this again when it is mended"
}

$dry_run || command -v az >/dev/null || fail 'the Azure CLI (az) is not installed: https://aka.ms/azure-cli'
tenant=$(ask '<tenant id>' account show --query tenantId)
cloud=$(ask AzureCloud cloud show --query name)
case $cloud in
  AzureCloud) cloud_name=global ;;
  AzureUSGovernment) if $dod; then cloud_name=us-dod; else cloud_name=us-government; fi ;;
  AzureChinaCloud) cloud_name=china ;;
  *) fail "the Azure CLI is set to a cloud that Parley has no name for: $cloud" ;;
esac

# 1. The registration.
if [ -z "$app_id" ]; then
  app_id=$(ask '' ad app list --filter "displayName eq '$name'" --query '[].appId')
  case $app_id in
    *'
'*) fail "there are several registrations named $name: choose one with --app-id" ;;
    '')
      app_id=$(ask '<client id>' ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId)
      say "Created $name: $app_id"
      ;;
    *) say "Updating $name: $app_id" ;;
  esac
fi

# 2. Redirect URIs: the browser's and each operating system's broker. Others that are there stay.
set -- http://localhost "ms-appx-web://Microsoft.AAD.BrokerPlugin/$app_id" msauth.org.parley.desktop://auth \
  https://login.microsoftonline.com/common/oauth2/nativeclient
present=$(ask '' ad app show --id "$app_id" --query publicClient.redirectUris)
for uri in $present; do
  is_new=true
  for known in "$@"; do
    if [ "$uri" = "$known" ]; then is_new=false; fi
  done
  if $is_new; then set -- "$@" "$uri"; fi
done
change ad app update --id "$app_id" --public-client-redirect-uris "$@"
if $multi_tenant; then change ad app update --id "$app_id" --sign-in-audience AzureADMultipleOrgs; fi
if $public_flows; then change ad app update --id "$app_id" --is-fallback-public-client true; fi

# 3. App roles. The list is replaced as a whole, so the roles that are there go with the new ones.
new_roles=
role_id() {
  ask '' ad app show --id "$app_id" --query "appRoles[?value=='$1'].id | [0]"
}
role_json() {
  printf '{"id":"%s","value":"%s","displayName":"%s","description":"%s","allowedMemberTypes":["User"],"isEnabled":true}' "$@"
}
existing=$(role_id Parley.User)
if [ -n "$existing" ]; then
  user_role=$existing
else
  new_roles=$(role_json "$user_role" Parley.User 'Parley user' 'May use Parley')
fi
existing=$(role_id Parley.Administrator)
if [ -n "$existing" ]; then
  administrator_role=$existing
else
  new_roles="$new_roles${new_roles:+,}$(role_json "$administrator_role" Parley.Administrator 'Parley administrator' 'May use Parley and see its diagnostics')"
fi
if [ -n "$new_roles" ]; then
  roles='[]'
  $dry_run || roles=$(az ad app show --id "$app_id" --query appRoles --output json --only-show-errors | tr -d '\r\n')
  roles=${roles%]}
  case $roles in *[!\[\ ]*) roles="$roles," ;; esac
  change ad app update --id "$app_id" --app-roles "$roles$new_roles]"
fi

# 4. Permissions, each on behalf of the person who is signed in.
# add_permission RESOURCE SCOPE
add_permission() {
  scope_id=$(ask "<id of $2>" ad sp show --id "$1" --query "oauth2PermissionScopes[?value=='$2'].id | [0]")
  [ -n "$scope_id" ] || fail "there is no permission $2"
  present=$(ask '' ad app permission list --id "$app_id" \
    --query "[?resourceAppId=='$1'].resourceAccess[].id | [?@=='$scope_id'] | [0]")
  [ -n "$present" ] || change ad app permission add --id "$app_id" --api "$1" --api-permissions "$scope_id=Scope"
}
present=$(ask '' ad sp list --filter "appId eq '$cognitive_services'" --query '[0].id')
if [ -z "$present" ]; then
  # A tenant without any resource of this kind does not know the service yet.
  change ad sp create --id "$cognitive_services"
fi
add_permission "$cognitive_services" user_impersonation
for scope in $graph_scopes; do
  add_permission "$microsoft_graph" "$scope"
done
if $groups_claim; then change ad app update --id "$app_id" --set groupMembershipClaims=ApplicationGroup; fi

# 5. The enterprise app, and who may use it.
principal=$(ask '' ad sp list --filter "appId eq '$app_id'" --query '[0].id')
[ -n "$principal" ] || principal=$(ask '<service principal id>' ad sp create --id "$app_id" --query id)
change ad sp update --id "$app_id" --set "appRoleAssignmentRequired=$assignment_required"

graph=
# assign GROUP ROLE-ID: the app role of the enterprise app, and the Azure role on each resource.
assign() {
  [ -n "$graph" ] || graph=$(ask https://graph.microsoft.com/ cloud show --query endpoints.microsoftGraphResourceId)
  url="${graph%/}/v1.0/servicePrincipals/$principal/appRoleAssignedTo"
  present=$(ask '' rest --method get --url "$url?\$top=999" --query "value[?principalId=='$1' && appRoleId=='$2'].id | [0]")
  [ -n "$present" ] || change rest --method post --url "$url" --headers Content-Type=application/json \
    --body "{\"principalId\":\"$1\",\"resourceId\":\"$principal\",\"appRoleId\":\"$2\"}"
  for resource in $resource_ids; do
    present=$(ask '' role assignment list --assignee "$1" --role 'Cognitive Services OpenAI User' --scope "$resource" \
      --include-inherited --query '[0].id')
    [ -n "$present" ] || change role assignment create --assignee-object-id "$1" --assignee-principal-type Group \
      --role 'Cognitive Services OpenAI User' --scope "$resource"
  done
}
if $assignment_required && [ -z "$users_group$administrators_group" ]; then
  say 'Nobody new is assigned: give --users-group, or assign people under Enterprise apps > Users and groups.'
fi
[ -z "$users_group" ] || assign "$users_group" "$user_role"
[ -z "$administrators_group" ] || assign "$administrators_group" "$administrator_role"

# 6. Consent for everybody, which otherwise each person or an administrator gives at the first sign-in.
if $admin_consent; then
  if [ "$cloud" = AzureCloud ]; then
    change ad app permission admin-consent --id "$app_id"
  else
    # The command above is for the global cloud only.
    change ad app permission grant --id "$app_id" --api "$cognitive_services" --scope user_impersonation
    change ad app permission grant --id "$app_id" --api "$microsoft_graph" --scope "$graph_scopes"
  fi
fi

# 7. The policy that results.
deployments=
for resource in $resource_ids; do
  # /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.CognitiveServices/accounts/NAME
  subscription=$(printf '%s' "$resource" | cut -d / -f 3)
  group=$(printf '%s' "$resource" | cut -d / -f 5)
  account=$(printf '%s' "$resource" | cut -d / -f 9)
  endpoint=$(ask https://contoso.openai.azure.com/ cognitiveservices account show --name "$account" \
    --resource-group "$group" --subscription "$subscription" --query properties.endpoint)
  names=$(ask everyday cognitiveservices account deployment list --name "$account" \
    --resource-group "$group" --subscription "$subscription" \
    --query "[?properties.capabilities.chatCompletion=='true' || properties.capabilities.responses=='true'].name")
  for deployment in $names; do
    deployments="$deployments${deployments:+,}
    {
      \"Id\": \"$deployment\",
      \"DisplayName\": \"$deployment\",
      \"Endpoint\": \"${endpoint%/}/openai/v1\",
      \"Deployment\": \"$deployment\"
    }"
  done
done
[ -n "$deployments" ] || deployments='
    {
      "Id": "everyday",
      "DisplayName": "Everyday",
      "Endpoint": "https://REPLACE-ME.openai.azure.com/openai/v1",
      "Deployment": "REPLACE-ME"
    }'
more=
! $assignment_required || more="$more
  \"RequiredRoles\": [\"Parley.User\", \"Parley.Administrator\"],"
! $multi_tenant || more="$more
  \"AllowedTenants\": [\"$tenant\"],"
! $public_flows || more="$more
  \"DeviceCode\": \"allowed\","
say 'The policy (give the models names that people understand):'
cat <<POLICY
{
  "TenantId": "$tenant",
  "ClientId": "$app_id",
  "Cloud": "$cloud_name",$more
  "Deployments": [$deployments
  ]
}
POLICY
