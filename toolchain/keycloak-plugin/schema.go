package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pulumi/inflector"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// The parts of a Pulumi package schema that say which tokens and properties a plugin has. It is made from
// the provider at start (a few milliseconds), since a schema file could differ from what the plugin does.

type property struct {
	Type                 string    `json:"type,omitempty"`
	Ref                  string    `json:"$ref,omitempty"`
	Items                *property `json:"items,omitempty"`
	AdditionalProperties *property `json:"additionalProperties,omitempty"`
	Secret               bool      `json:"secret,omitempty"`
}

type object struct {
	Type       string              `json:"type"`
	Properties map[string]property `json:"properties"`
	Required   []string            `json:"required,omitempty"`
}

type resource struct {
	InputProperties map[string]property `json:"inputProperties"`
	RequiredInputs  []string            `json:"requiredInputs,omitempty"`
	Properties      map[string]property `json:"properties"`
}

type function struct {
	Inputs  object `json:"inputs"`
	Outputs object `json:"outputs"`
}

type meta struct {
	// Tokens are `keycloak:index/realm:Realm`, whose module is `index` alone.
	ModuleFormat string `json:"moduleFormat"`
}

type schema struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Meta    meta   `json:"meta"`
	Config  struct {
		Variables map[string]property `json:"variables"`
	} `json:"config"`
	Types     map[string]object   `json:"types"`
	Provider  resource            `json:"provider"`
	Resources map[string]resource `json:"resources"`
	Functions map[string]function `json:"functions"`
}

func schemaOf(info tfbridge.ProviderInfo) []byte {
	s := schema{
		Name:      info.Name,
		Version:   info.Version,
		Meta:      meta{"(.*)(?:/[^/]*)"},
		Types:     map[string]object{},
		Resources: map[string]resource{},
		Functions: map[string]function{},
	}
	config := s.object("index", "Provider", info.P.Schema(), info.Config, inputs)
	s.Config.Variables = config.Properties
	s.Provider = resource{InputProperties: config.Properties, Properties: map[string]property{}}
	info.P.ResourcesMap().Range(func(key string, value shim.Resource) bool {
		r := info.Resources[key]
		module, title := split(tokens.ModuleMember(r.Tok))
		in := s.object(module, title, value.Schema(), r.Fields, inputs)
		out := s.object(module, title, value.Schema(), r.Fields, all)
		s.Resources[string(r.Tok)] = resource{in.Properties, in.Required, out.Properties}
		return true
	})
	info.P.DataSourcesMap().Range(func(key string, value shim.Resource) bool {
		d := info.DataSources[key]
		module, title := split(d.Tok)
		s.Functions[string(d.Tok)] = function{
			Inputs:  s.object(module, title, value.Schema(), d.Fields, inputs),
			Outputs: s.object(module, title, value.Schema(), d.Fields, all),
		}
		return true
	})
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return text
}

func inputs(s shim.Schema) bool { return s.Optional() || s.Required() }
func all(shim.Schema) bool      { return true }

// object describes a property map; nested objects become types named for the way to them.
func (s *schema) object(
	module, title string, fields shim.SchemaMap, names map[string]*tfbridge.SchemaInfo, take func(shim.Schema) bool,
) object {
	o := object{Type: "object", Properties: map[string]property{}}
	fields.Range(func(key string, value shim.Schema) bool {
		if value.Removed() == "" && take(value) {
			name := tfbridge.TerraformToPulumiNameV2(key, fields, names)
			o.Properties[name] = s.property(module, title+strings.ToUpper(name[:1])+name[1:], value)
			if value.Required() {
				o.Required = append(o.Required, name)
			}
		}
		return true
	})
	return o
}

func (s *schema) property(module, title string, value shim.Schema) property {
	p := s.typeOf(module, title, value)
	p.Secret = value.Sensitive()
	return p
}

func (s *schema) typeOf(module, title string, value shim.Schema) property {
	switch value.Type() {
	case shim.TypeBool:
		return property{Type: "boolean"}
	case shim.TypeInt:
		return property{Type: "integer"}
	case shim.TypeFloat:
		return property{Type: "number"}
	case shim.TypeMap:
		element := s.element(module, title, value.Elem())
		return property{Type: "object", AdditionalProperties: &element}
	case shim.TypeList, shim.TypeSet:
		if value.MaxItems() == 1 {
			return s.element(module, title, value.Elem())
		}
		element := s.element(module, inflector.Singularize(title), value.Elem())
		return property{Type: "array", Items: &element}
	default:
		return property{Type: "string"}
	}
}

func (s *schema) element(module, title string, elem any) property {
	switch elem := elem.(type) {
	case shim.Schema:
		return s.typeOf(module, title, elem)
	case shim.Resource:
		token := fmt.Sprintf("%s:%s/%s:%s", name, module, title, title)
		s.Types[token] = s.object(module, title, elem.Schema(), nil, all)
		return property{Ref: "#/types/" + token}
	default:
		return property{Type: "string"}
	}
}

// split gives the module and the type of a token such as `keycloak:openid/client:Client`.
func split(token tokens.ModuleMember) (module, title string) {
	title = strings.TrimPrefix(string(token.Name()), "get")
	if title != string(token.Name()) {
		title = "Get" + title
	}
	return strings.Split(string(token.Module().Name()), "/")[0], title
}
