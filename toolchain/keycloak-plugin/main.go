// Command pulumi-resource-keycloak bridges Keycloak's Terraform provider to Pulumi, with the tokens of
// npm's @pulumi/keycloak. Set-up builds it where the official plugin cannot be downloaded.
package main

import (
	"github.com/keycloak/terraform-provider-keycloak/provider"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

const (
	name = "keycloak"
	// What npm's package is called; a test compares the two.
	version = "6.13.0"
)

// Modules of the tokens, by the prefix of the Terraform names; everything else is in `index`.
var modules = []string{"authentication_", "ldap_", "oidc_", "openid_", "saml_"}

// Resources whose token does not follow from their Terraform name, as module and type.
var resources = map[string][2]string{
	"attribute_to_role_identity_provider_mapper": {"index", "AttributeToRoleIdentityMapper"},
	"custom_identity_provider_mapper":            {"index", "CustomIdentityProviderMapping"},
	"hardcoded_role_identity_provider_mapper":    {"index", "HardcodedRoleIdentityMapper"},
	"openid_client_client_policy":                {"openid", "ClientPolicy"},
	"realm_keystore_java_keystore":               {"index", "RealmKeystoreJavaGenerated"},
	"saml_client_default_scopes":                 {"saml", "ClientDefaultScope"},
}

// Data sources that are in `index` although their prefix is a module's.
var dataSources = map[string]string{
	"authentication_execution": "getAuthenticationExecution",
	"authentication_flow":      "getAuthenticationFlow",
}

func bridged() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:           shim.NewProvider(provider.KeycloakProvider(nil)),
		Name:        name,
		Version:     version,
		GitHubOrg:   "keycloak",
		Config:      map[string]*tfbridge.SchemaInfo{},
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	info.Config["client_timeout"] = &tfbridge.SchemaInfo{
		Default: &tfbridge.DefaultInfo{Value: 5, EnvVars: []string{"KEYCLOAK_CLIENT_TIMEOUT"}},
	}
	for terraform, token := range resources {
		info.Resources[name+"_"+terraform] = &tfbridge.ResourceInfo{
			Tok: tfbridge.MakeResource(name, token[0], token[1]),
		}
	}
	for terraform, token := range dataSources {
		info.DataSources[name+"_"+terraform] = &tfbridge.DataSourceInfo{
			Tok: tfbridge.MakeDataSource(name, "index", token),
		}
	}
	info.MustComputeTokens(tokens.KnownModules(name+"_", "index", modules, tokens.MakeStandard(name)))
	info.SetAutonaming(255, "-")
	return info
}

func main() {
	info := bridged()
	tfbridge.Main(name, version, info, schemaOf(info))
}
