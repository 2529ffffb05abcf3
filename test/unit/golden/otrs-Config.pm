# For the sub Load of OTRS's Kernel/Config.pm, which brings $Self and Translatable().
# This text holds secrets. It is UTF-8, and the next line makes Perl read it as such.
use utf8;

# Agents

$Self->{'AuthModule'} = 'Kernel::System::Auth::OIDC';
$Self->{'AuthModule::OIDC::Authority'} = 'https://keycloak.acme.example';
$Self->{'AuthModule::OIDC::Realm'} = 'otrs-agents';
$Self->{'AuthModule::OIDC::ClientID'} = 'otrs-app';
$Self->{'AuthModule::OIDC::PostLogoutRedirectURL'} = 'https://otrs.acme.example';
$Self->{'Agent::AccessTokenStorageModule'} = 'Kernel::System::AccessToken::Storage::OIDC';
$Self->{'Keycloak::API::Credentials::User::ClientID'} = 'otrs-api';
$Self->{'Keycloak::API::Credentials::User::ClientSecret'} = 'agents-secret-5Yw0';
$Self->{'AuthModule::OIDC::Token::EnableRemoteCheck'} = 0;
$Self->{'AuthModule::OIDC::AgentRole'} = 'Agent';
$Self->{'AuthSyncModule'} = 'Kernel::System::Auth::Sync::OIDC';
$Self->{'AuthSyncModule::OIDC::UserSyncMap'} = {
    'UserFirstname' => 'given_name',
    'UserLastname' => 'family_name',
    'UserEmail' => 'email',
};
$Self->{'AuthSyncModule::OIDC::DisableUserRolesSync'} = 0;

# Customer users

$Self->{'Customer::AuthModule'} = 'Kernel::System::CustomerAuth::OIDC';
$Self->{'Customer::AuthModule::OIDC::Authority'} = 'https://keycloak.acme.example';
$Self->{'Customer::AuthModule::OIDC::Realm'} = 'otrs-customer-users';
$Self->{'Customer::AuthModule::OIDC::ClientID'} = 'otrs-app';
$Self->{'Customer::AuthModule::OIDC::PostLogoutRedirectURL'} = 'https://otrs.acme.example';
$Self->{'Customer::AccessTokenStorageModule'} = 'Kernel::System::AccessToken::Storage::OIDC';
$Self->{'Keycloak::API::Credentials::CustomerUser::ClientID'} = 'otrs-api';
$Self->{'Keycloak::API::Credentials::CustomerUser::ClientSecret'} = 'customers-secret-9Kd3';
$Self->{'Customer::AuthModule::OIDC::Token::EnableRemoteCheck'} = 0;
$Self->{'Customer::AuthModule::OIDC::CustomerUserRole'} = 'Customer User';

$Self->{'CustomerUser'} = {
    Name => 'OIDC Backend',
    Module => 'Kernel::System::CustomerUser::OIDC',
    CustomerKey => 'username',
    # The attribute that the Map gives to UserCustomerID, whose value must equal OTRS's. The vendor's
    # sample has 'email' here, which would make every address a customer of its own.
    CustomerID => 'customerid',
    CustomerUserListFields => [ 'firstName', 'lastName', 'email' ],
    CustomerUserSearchFields => [ 'id', 'username', 'email' ],
    CustomerUserSearchListLimit => 250,
    CustomerUserPostMasterSearchFields => [ 'customerid' ],
    CustomerUserNameFields => [ 'firstName', 'lastName' ],
    CustomerUserNameFieldsJoin => ' ',
    CustomerUserExcludePrimaryCustomerID => 0,
    CacheTTL => 0,
    # Customers are kept in Keycloak only.
    ReadOnly => 1,
    # OTRS's field, label, attribute in Keycloak, shown, required, type, link, read-only, link's target and class
    Map => [
        [ 'UserFirstname', Translatable('Firstname'), 'firstName', 1, 1, 'var', '', 1, undef, undef ],
        [ 'UserLastname', Translatable('Lastname'), 'lastName', 1, 1, 'var', '', 1, undef, undef ],
        [ 'UserLogin', Translatable('Username'), 'username', 1, 1, 'var', '', 1, undef, undef ],
        [ 'UserEmail', Translatable('Email'), 'email', 1, 1, 'var', '', 1, undef, undef ],
        [ 'UserCustomerID', Translatable('CustomerID'), 'customerid', 0, 1, 'var', '', 1, undef, undef ],
        [ 'UserPhone', Translatable('Phone'), 'phone', 1, 0, 'var', '', 1, undef, undef ],
        [ 'UserCity', Translatable('City'), 'city', 1, 0, 'var', '', 1, undef, undef ],
        [ 'ValidID', Translatable('Valid'), 'enabled', 0, 0, 'int', '', 1, undef, undef ],
        [ 'DynamicField_contract', undef, 'contract', 0, 0, 'dynamic_field', undef, 0, undef, undef ],
    ],
};
