"""A Django site with django-oauth-toolkit in one file. What it is to be comes as JSON in SITE."""
import json
import os

import django
from django.conf import settings

site = json.loads(os.environ["SITE"])

settings.configure(
    DEBUG=True,
    SECRET_KEY=site["secret"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    LOGIN_URL="/admin/login/",
    STATIC_URL="/static/",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "site.sqlite3"}},
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": site["key"],
        "PKCE_REQUIRED": True,
        "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
        "OAUTH2_VALIDATOR_CLASS": __name__ + ".Validator",
        "SCOPES": {name: name for name in site["scopes"]},
    },
)
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Validator(OAuth2Validator):
    """As its documentation says how a site tells more than `sub`."""

    def get_additional_claims(self, request):
        return {"email": request.user.email}


urlpatterns = [
    path("admin/", admin.site.urls),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]

call_command("migrate", verbosity=0)
person = site["person"]
User.objects.create_superuser(person["login"], person["email"], person["password"])
for application in site["applications"]:
    Application.objects.create(authorization_grant_type="authorization-code", **application)
call_command("runserver", "127.0.0.1:" + site["port"], use_reloader=False)
